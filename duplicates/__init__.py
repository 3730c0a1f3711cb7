"""Which postings are the same: pairs proposed by machine, clusters made of what people said of them."""
