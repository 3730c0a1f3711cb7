"""The names that columns have in people's tables, in the languages of their exports, by field.

Of two names in one table the one that stands first here is taken. They are written in lower case and without
accents, parted by commas; `job id` stands for `JobID`, `job_id` and `Job ID` as well.
"""

from collections.abc import Mapping

ALIASES: Mapping[str, str] = {
    "title": """
        job title, job posting title, posting title, position title, vacancy title, role title, offer title, title,
        job name, position name, role name, vacancy name, job position, position, designation, job role, role,
        headline, job, stellenbezeichnung, stellentitel, jobtitel, positionsbezeichnung, berufsbezeichnung, titel,
        stelle, intitule du poste, intitule poste, intitule de l offre, titre du poste, titre de l offre, intitule,
        titre, poste, titulo del puesto, titulo de la oferta, titulo da vaga, titulo do cargo, titulo, puesto, cargo,
        vaga, titolo, posizione, mansione, functietitel, vacaturetitel, functie, stanowisko, nazwa stanowiska, tytul,
        jobbtitel, rubrik, stillingstittel, stillingsbetegnelse, tittel, nimike, должность, вакансия, 职位, 职位名称,
        職種, 직무""",
    "company": """
        company name, company display name, employer name, organization name, organisation name,
        hiring organization name, hiring organization, hiring company, company, employer, organization,
        organisation, business name, firmenname, unternehmensname, firma, unternehmen, arbeitgeber, betrieb,
        nom de l entreprise, nom entreprise, entreprise, societe, employeur, nombre de la empresa, nombre empresa,
        empresa, nome da empresa, azienda, nome azienda, societa, bedrijf, bedrijfsnaam, werkgever, nazwa firmy,
        pracodawca, foretag, arbetsgivare, virksomhed, arbejdsgiver, arbeidsgiver, bedrift, yritys, tyonantaja,
        компания, работодатель, 公司, 公司名称, 会社名, 企業名, 회사""",
    "body": """
        job description, full job description, job posting description, posting description, position description,
        full description, description, job description text, description text, description plain,
        job description plain, job ad text, job text, posting text, ad text, advert text, advertisement text,
        full text, job advertisement, advertisement, job posting, posting, job ad, job body, body text, body plain,
        body, text, content text, content, role description, duties and responsibilities, job details, details, jd,
        job summary, summary, job description html, description html, job description raw, description raw,
        content html, body html, html, stellenbeschreibung, jobbeschreibung, positionsbeschreibung,
        stellenanzeige, anzeigentext, stellentext, beschreibung, description du poste, description de l offre,
        descriptif du poste, descriptif de l offre, description poste, descriptif, descripcion del puesto,
        descripcion de la oferta, descripcion del empleo, descripcion, descricao da vaga, descricao do cargo,
        descricao, descrizione del lavoro, descrizione offerta, descrizione, functieomschrijving,
        functiebeschrijving, vacaturetekst, omschrijving, beschrijving, opis stanowiska, opis oferty, opis,
        platsbeskrivning, annonstext, beskrivning, jobbeskrivelse, stillingsbeskrivelse, stillingstekst, beskrivelse,
        kuvaus, описание вакансии, описание, 职位描述, 岗位描述, 仕事内容, 職務内容, 직무내용""",
    "responsibilities": """
        job responsibilities, key responsibilities, main responsibilities, responsibilities, key duties, main duties,
        job duties, duties, tasks, what you will do, what you ll do, aufgaben, ihre aufgaben, deine aufgaben,
        aufgabengebiet, aufgabenbeschreibung, tatigkeiten, taetigkeiten, missions, vos missions, responsabilites,
        responsabilidades, funciones, tareas, responsabilita, werkzaamheden, obowiazki, zakres obowiazkow,
        arbetsuppgifter, arbejdsopgaver, arbeidsoppgaver, обязанности, 岗位职责""",
    "requirements": """
        job requirements, requirements, minimum qualifications, basic qualifications, required qualifications,
        minimum requirements, candidate requirements, job qualifications, qualifications, qualification summary,
        anforderungen, anforderungsprofil, profil, ihr profil, dein profil, qualifikationen, qualifikation,
        profil recherche, profil du candidat, exigences, requisitos, requisitos minimos, requisiti, vereisten,
        functie eisen, wymagania, kvalifikationer, kvalifikasjoner, kompetenskrav, требования, 任职要求, 応募資格""",
    "preferred": """
        preferred qualifications, desired qualifications, preferred requirements, additional qualifications,
        nice to have, nice to haves, bonus qualifications, wunschenswert, mile widziane, meriterande""",
    "benefits": """
        job benefits, benefits, perks, perks and benefits, benefits and perks, what we offer, we offer, wir bieten,
        unser angebot, zusatzleistungen, vorteile, avantages, nous offrons, beneficios, ofrecemos, benefici,
        offriamo, arbeidsvoorwaarden, wij bieden, oferujemy, benefity, formaner, vi erbjuder, fordele, vi tilbyr,
        условия, 福利, 福利厚生""",
    "company_profile": """
        company profile, company description, about the company, about company, about us, about the employer,
        employer description, organization description, organisation description, employer profile,
        company overview, company about, unternehmensbeschreibung, unternehmensprofil, firmenprofil,
        firmenbeschreibung, uber uns, ueber uns, presentation de l entreprise, description de l entreprise,
        a propos, descripcion de la empresa, sobre la empresa, descricao da empresa, sobre a empresa,
        descrizione azienda, chi siamo, bedrijfsprofiel, over ons, o firmie, om foretaget, om oss,
        公司简介, 会社概要""",
    "external_id": """
        job id, job posting id, posting id, position id, vacancy id, offer id, ad id, advert id, external id, job key,
        id, uuid, guid, uniq id, unique id, requisition id, req id, requisition number, job number, job no, job code,
        job reference, job ref, reference number, reference id, ref number, ref no, ref id, reference, job uuid,
        vacancy number, stellen id, stellennummer, kennziffer, referenznummer, refnr, chiffre, anzeigen id,
        id offre, reference de l offre, reference offre, numero de l offre, id oferta, id vaga, codigo da vaga,
        vacature id, vacaturenummer, numer referencyjny, annons id""",
    "url": """
        job url, job posting url, posting url, job link, position url, vacancy url, offer url, ad url, title url,
        title link, job title url, absolute url, hosted url, canonical url, detail url, details url, web url,
        page url, source url, url, link, permalink, href, web page, apply url, application url, apply link,
        application link, job apply link, stellenlink, anzeigenlink, lien, lien de l offre, url offre, enlace,
        url oferta, link da vaga, link offerta, vacature url, odnosnik, lank, lenke, ссылка""",
    "location": """
        job location, job posting location, position location, work location, location name, location display name,
        formatted location, location text, full location, location, job locations, work locations, locations,
        location address, job location address, place of work, work place, place, office location, office, offices,
        standort, standorte, arbeitsort, dienstort, einsatzort, ort, lieu de travail, lieu du poste, lieu,
        localisation, emplacement, ubicacion, lugar de trabajo, lugar, localidad, localizacion, localizacao,
        local de trabalho, luogo di lavoro, luogo, sede di lavoro, sede, werklocatie, locatie, standplaats,
        plaats, lokalizacja, miejsce pracy, arbetsort, arbetsplats, arbeidssted, arbejdssted, sted, sijainti,
        место работы, 工作地点, 勤務地, 근무지""",
    "city": """
        job city, location city, work city, city name, city, town, address locality, job location address locality,
        job location address address locality, stadt, wohnort, ville, commune, ciudad, municipio, poblacion, cidade,
        citta, comune, stad, gemeente, miasto, kommun, kommune, kaupunki, город""",
    "region": """
        job region, location region, region name, region, job state, location state, state province,
        state or province, state name, state code, state, province, county, address region,
        job location address address region,
        bundesland, kanton, provincia, comunidad autonoma, comunidad, estado, regione, provincie, wojewodztwo,
        fylke""",
    "country": """
        job country, location country, country name, country, country code, job country code, location country code,
        address country, job location address address country, land, pays, pais, paese, nazione, kraj, maa, страна""",
    "work_mode": """
        work mode, workplace type, work arrangement, work model, working model, remote type,
        remote status, remote policy, work from home type, job location type, location type, work setting,
        workplace model, onsite remote, remote option, remote options, arbeitsmodell, modalidad, modalidad de trabajo,
        modalidade, tryb pracy, mode de travail""",
    "remote": """
        is remote, remote, remote allowed, remote ok, remote work allowed, remote work, remote job, remote possible,
        fully remote, telecommuting, telecommute, work from home, wfh, home office, homeoffice, job is remote,
        location remote, fernarbeit, mobiles arbeiten, teletravail, teletrabajo, remoto, telelavoro, thuiswerken,
        praca zdalna, distansarbete""",
    "employment_type": """
        employment type, job employment type, type of employment, employment types, job type, job types,
        formatted work type, work type, contract type, type of contract, type of job, job schedule type,
        position type, employment, contract, contract time, time type, commitment, categories commitment,
        beschaftigungsart,
        beschaeftigungsart, anstellungsart, anstellung, vertragsart, arbeitszeitmodell, arbeitszeit, type de contrat,
        type contrat, contrat, tipo de contrato, tipo contrato, tipo de empleo, contrato, jornada, tipo di contratto,
        tipo contratto, contratto, dienstverband, soort dienstverband, rodzaj umowy, typ umowy, anstallningsform,
        ansettelsesform, stillingstype, тип занятости, 雇用形態""",
    "date_posted": """
        date posted, posted date, job posted date, posting date, post date, posted at, job posted at, posted on,
        date of posting, posted time, posted, publication date, publication start date, published date,
        date published, published at, published on, publish date, published, pub date, publish time, listed date,
        date listed, listing date, listed at, listed time, original listed time, release date, released date,
        open date, opening date, date added, added at, date created, created date, creation date, created at,
        created on, created, date, veroffentlichungsdatum, veroeffentlichungsdatum, veroffentlicht am,
        veroeffentlicht am, erscheinungsdatum, eingestellt am, datum, date de publication, date publication,
        publie le, fecha de publicacion, fecha publicacion, fecha, data de publicacao, data di pubblicazione,
        data pubblicazione, publicatiedatum, geplaatst op, data publikacji, data dodania, publiceringsdatum,
        publicerad, publiseringsdato, дата публикации, 发布日期, 掲載日""",
    "salary": """
        salary text, salary range, salary, salary estimate, estimated salary, salary offered, base salary, pay range,
        pay, pay rate, compensation range, compensation, compensation text, salary display, wage, wages, hourly rate,
        remuneration, salary info, gehalt, gehaltsspanne, gehaltsangabe, jahresgehalt, vergutung, verguetung, lohn,
        entgelt, salaire, fourchette de salaire, salario, rango salarial, faixa salarial, stipendio, retribuzione,
        salaris, salarisindicatie, wynagrodzenie, widelki, lonn, palkka, зарплата, 薪资, 薪水, 給与, 급여""",
    "salary_min": """
        salary min, min salary, minimum salary, salary minimum, salary from, salary low, salary range min,
        salary lower, min amount, minimum amount, pay min, min pay, pay range min, wage min, min wage,
        compensation min, min compensation, base salary min, base salary min value, base salary value min value,
        salary range from, min value, gehalt von, gehalt min, mindestgehalt, salaire min, salaire minimum,
        salario minimo, salario desde, stipendio minimo, wynagrodzenie od""",
    "salary_max": """
        salary max, max salary, maximum salary, salary maximum, salary to, salary high, salary range max,
        salary upper, max amount, maximum amount, pay max, max pay, pay range max, wage max, max wage,
        compensation max, max compensation, base salary max, base salary max value, base salary value max value,
        salary range to, max value, gehalt bis, gehalt max, hochstgehalt, salaire max, salaire maximum,
        salario maximo, salario hasta, stipendio massimo, wynagrodzenie do""",
    "salary_currency": """
        salary currency, salary currency code, currency, currency code, pay currency, compensation currency,
        base salary currency, salary range currency, wahrung, waehrung, gehaltswahrung, devise, moneda, moeda,
        valuta, waluta""",
    "salary_interval": """
        salary interval, salary period, salary unit, salary unit text, salary frequency, pay period, pay interval,
        pay frequency, pay unit, wage unit, compensation interval, compensation period, salary range interval,
        base salary value unit text, rate interval, interval, gehaltszeitraum, periodo salarial""",
    "skills": """
        job skills, required skills, key skills, skills required, skill set, skills, skill, technologies,
        tech stack, fahigkeiten, faehigkeiten, kenntnisse, kompetenzen, skills erforderlich, competences,
        competences requises, habilidades, competencias, aptitudes, competenze, vaardigheden, umiejetnosci,
        technologie, kompetenser, kompetencer, ferdigheter, навыки, ключевые навыки, スキル, 必要スキル, 기술""",
}  # fmt: skip
