"""How far annotators agree, and what follows from several answers: pure functions of answers, no database."""
