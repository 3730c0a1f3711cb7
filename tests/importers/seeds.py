"""One small file of every format, as its source would have it."""

import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pyarrow
import pyarrow.parquet

from exports import export
from store import Store
from tests.build import ANN, keys, take

BODY = "We bake bread at night and look for a Night Baker who knows sourdough, rye and patience."
HTML = "<p>We bake <b>bread</b> at night.</p><ul><li>You know sourdough</li><li>You know rye</li></ul>"


def _json(value: Any) -> bytes:
    return json.dumps(value, indent=1).encode()


def _sheet() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Job ID", "Job Title", "Company", "Location", "Description"])
    sheet.append([7, "Night Baker", "Old Mill", "CH, Bern", BODY])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _parquet() -> bytes:
    out = io.BytesIO()
    table = pyarrow.table({"title": ["Night Baker"], "company": ["Old Mill"], "description": [BODY]})
    pyarrow.parquet.write_table(table, out)
    return out.getvalue()


def _dataset() -> bytes:
    with TemporaryDirectory() as folder:
        with Store.open(Path(folder) / "postil.db", create=True) as store:
            take(store, BODY)
            store.tag(ANN, keys(store)[0], "Sourdough", quote="sourdough")
            export(store, Path(folder) / "out", [])
        return (Path(folder) / "out" / "postings.jsonl").read_bytes()


_JOBSPY = (
    "id,site,job_url,job_url_direct,title,company,location,date_posted,job_type,salary_source,interval,min_amount,"
    "max_amount,currency,is_remote,job_level,job_function,listing_type,emails,description"
)
_POSTING = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Night Baker",
    "description": HTML,
    "datePosted": "2026-08-08",
    "hiringOrganization": {"@type": "Organization", "name": "Old Mill"},
    "jobLocation": {"@type": "Place", "address": {"addressLocality": "Bern", "addressCountry": "CH"}},
}

SEEDS: dict[str, bytes] = {
    "csv": f'Title,Employer,Place,Text\nNight Baker,Old Mill,"CH, Bern","{BODY}"\n'.encode(),
    "jsonl": b"".join(
        json.dumps({"title": "Night Baker", "employer": "Old Mill", "description": f"{n} {BODY}"}).encode()
        + b"\n"
        for n in range(2)
    ),
    "json": _json({"results": [{"title": "Night Baker", "employer": "Old Mill", "description": BODY}]}),
    "excel": _sheet(),
    "parquet": _parquet(),
    "jobspy": f'{_JOBSPY}\n"7","mill","https://mill.example/7","","Night Baker","Old Mill",'
    f'"Bern, Bern, CH","2026-08-08",'
    f'"fulltime","","","","","","False","","","","","{BODY}"\n'.encode(),
    "greenhouse": _json(
        {
            "jobs": [
                {
                    "id": 7,
                    "internal_job_id": 8,
                    "title": "Night Baker",
                    "absolute_url": "https://mill.example/7",
                    "updated_at": "2026-08-08T10:00:00-04:00",
                    "location": {"name": "Bern"},
                    "content": "&lt;p&gt;We bake &lt;b&gt;bread&lt;/b&gt; at night.&lt;/p&gt;",
                    "departments": [],
                    "offices": [],
                }
            ],
            "meta": {"total": 1},
        }
    ),
    "lever": _json(
        [
            {
                "id": "7",
                "text": "Night Baker",
                "categories": {"location": "Bern", "commitment": "Full-time", "team": "Oven"},
                "descriptionPlain": BODY,
                "lists": [{"text": "Requirements", "content": "<li>Sourdough</li>"}],
                "additionalPlain": "",
                "hostedUrl": "https://mill.example/7",
                "createdAt": 1786180000000,
                "workplaceType": "onsite",
            }
        ]
    ),
    "ashby": _json(
        {
            "apiVersion": "1",
            "jobs": [
                {
                    "id": "7",
                    "title": "Night Baker",
                    "location": "Bern",
                    "descriptionPlain": BODY,
                    "isListed": True,
                    "isRemote": False,
                    "employmentType": "FullTime",
                    "publishedAt": "2026-08-08T10:00:00.000+00:00",
                    "jobUrl": "https://mill.example/7",
                }
            ],
        }
    ),
    "smartrecruiters": _json(
        {
            "id": "7",
            "uuid": "u-7",
            "name": "Night Baker",
            "refNumber": "R7",
            "releasedDate": "2026-08-08T10:00:00.000Z",
            "company": {"name": "Old Mill"},
            "location": {"city": "Bern", "country": "ch"},
            "typeOfEmployment": {"label": "Full-time"},
            "jobAd": {"sections": {"jobDescription": {"title": "Job Description", "text": HTML}}},
        }
    ),
    "usajobs": _json(
        {
            "SearchResult": {
                "SearchResultItems": [
                    {
                        "MatchedObjectId": "7",
                        "MatchedObjectDescriptor": {
                            "PositionID": "R-7",
                            "PositionTitle": "Night Baker",
                            "OrganizationName": "Bread Service",
                            "PositionLocation": [{"LocationName": "Bern, Ohio"}],
                            "PositionURI": "https://mill.example/7",
                            "PublicationStartDate": "2026-08-08",
                            "QualificationSummary": BODY,
                            "UserArea": {"Details": {"JobSummary": BODY, "MajorDuties": ["Bake."]}},
                        },
                    }
                ]
            }
        }
    ),
    "workday": _json(
        {
            "jobPostingInfo": {
                "id": "7",
                "title": "Night Baker",
                "jobDescription": HTML,
                "location": "Bern",
                "startDate": "2026-08-08",
                "jobReqId": "R7",
                "postedOn": "Posted 30+ Days Ago",
                "externalUrl": "https://mill.example/7",
            }
        }
    ),
    "amazon": _json(
        {
            "error": None,
            "hits": 1,
            "jobs": [
                {
                    "id_icims": "7",
                    "title": "Night Baker",
                    "company_name": "Old Mill",
                    "location": "CH, Bern",
                    "country_code": "CHE",
                    "posted_date": "August  8, 2026",
                    "job_path": "/en/jobs/7",
                    "description": f"{BODY}<br/>",
                    "basic_qualifications": "- rye",
                    "preferred_qualifications": "- patience",
                }
            ],
        }
    ),
    "jsonresume": _json(
        {
            "title": "Night Baker",
            "company": "Old Mill",
            "type": "Full-time",
            "date": "2026-08",
            "description": BODY,
            "location": {"city": "Bern", "countryCode": "CH"},
            "remote": "None",
            "responsibilities": ["Bake."],
            "qualifications": ["Patience."],
            "skills": [{"name": "Baking", "level": "Master", "keywords": ["rye"]}],
        }
    ),
    "jobposting": _json(_POSTING),
    "hn": _json(
        [
            {
                "address": "Bern, Switzerland",
                "country": "CH",
                "full_html": f"Old Mill | Night Baker | Bern<p>{BODY}",
                "remote": False,
                "url": "https://news.ycombinator.com/item?id=7",
                "user": "miller",
            }
        ]
    ),
    "html": b"<!doctype html><html><head><title>Jobs</title><script type='application/ld+json'>"
    + json.dumps(_POSTING).encode()
    + b"</script></head><body><h1>Night Baker</h1></body></html>",
    "feed": b"<?xml version='1.0' encoding='UTF-8'?><rss version='2.0'><channel><title>Jobs</title>"
    b"<item><title>Night Baker"
    b"</title><link>https://mill.example/7</link><guid>7</guid><pubDate>Sat, 08 Aug 2026 10:00:00 GMT</pubDate>"
    b"<description><![CDATA[" + HTML.encode() + b"]]></description></item></channel></rss>",
    "postil": _dataset(),
    "page": f"Related content\nCH, Bern\n{BODY}\nGB, Leeds\nAlso: {BODY}\n".encode(),
    "card": b"Night Baker\n\nOld Mill \xc2\xb7 Bread \xc2\xb7 CH, Bern\n\nWhat you'd actually do\n\n"
    b"\xe2\x80\xa2 Bake bread at night\n"
    b"\nRequired\n\n\xe2\x80\xa2 Sourdough\n",
}
