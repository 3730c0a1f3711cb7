"""Answers of interfaces, small and in the shape of the real ones; all that is in them is made up."""

from typing import Any

GREENHOUSE: dict[str, Any] = {
    "id": 4101,
    "internal_job_id": 9001,
    "requisition_id": "LK-7",
    "title": "Lamp Keeper",
    "company_name": "Lanternfish Lighthouses",
    "absolute_url": "https://boards.example.org/lanternfish/jobs/4101",
    "updated_at": "2026-03-04T09:00:00-05:00",
    "first_published": "2026-02-28T17:30:00-05:00",
    "location": {"name": "Cascais, Portugal"},
    "offices": [{"id": 1, "name": "Coast", "location": "Peniche, Portugal"}],
    "departments": [{"id": 2, "name": "Lamps"}],
    "metadata": [
        {"id": 3, "name": "Employment Type", "value": "Full-time", "value_type": "single_select"},
        {"id": 4, "name": "Cost centre", "value": None, "value_type": "short_text"},
    ],
    "pay_input_ranges": [
        {"min_cents": 3000000, "max_cents": 4200000, "currency_type": "EUR", "title": "Base pay", "blurb": ""}
    ],
    "questions": [{"label": "Your phone", "required": True}],
    "content": "&lt;h2&gt;What you do&lt;/h2&gt;&lt;p&gt;Trim &amp;amp; light the lamp.&lt;/p&gt;"
    "&lt;ul&gt;&lt;li&gt;Wick &amp;lt; 3&amp;nbsp;cm&lt;/li&gt;&lt;li&gt;C++&lt;/li&gt;&lt;/ul&gt;",
}
LEVER: dict[str, Any] = {
    "id": "0b1c-22",
    "text": "Night Baker",
    "hostedUrl": "https://jobs.example.org/tallow/0b1c-22",
    "applyUrl": "https://jobs.example.org/tallow/0b1c-22/apply",
    "createdAt": 1772582400000,
    "country": "DE",
    "workplaceType": "on-site",
    "categories": {
        "commitment": "Part-time",
        "department": "Bakery",
        "location": "Kiel",
        "team": "Ovens",
        "allLocations": ["Kiel", "Lyon, France"],
    },
    "description": "<div>We bake by <b>night</b>.</div>",
    "descriptionPlain": "We bake by night.\nAnd sleep by day.",
    "lists": [
        {"text": "What you bring", "content": "<li>Steady hands</li><li>Rye &amp; spelt</li>"},
        {"text": "What we bring", "content": "<li>Bread</li>"},
    ],
    "additional": "<div>Write to us.</div>",
    "additionalPlain": "Write to us.",
    "salaryRange": {"min": 24000, "max": 28000, "currency": "EUR", "interval": "per-year-salary"},
    "hiringManager": "Somebody Private",
}
ASHBY: dict[str, Any] = {
    "id": "a5-77",
    "title": "Miller",
    "department": "Mill",
    "employmentType": "FullTime",
    "location": "Ghent",
    "secondaryLocations": [
        {"location": "Bruges", "address": {"addressCountry": "Belgium", "addressLocality": "Bruges"}}
    ],
    "address": {
        "postalAddress": {
            "addressCountry": "Belgium",
            "addressRegion": "Flanders",
            "addressLocality": "Ghent",
        }
    },
    "isListed": True,
    "isRemote": False,
    "workplaceType": "OnSite",
    "publishedAt": "2026-01-15T10:00:00.000+00:00",
    "jobUrl": "https://jobs.example.org/mill/a5-77",
    "applyUrl": "https://jobs.example.org/mill/a5-77/application",
    "descriptionHtml": "<p>Grind the <i>grain</i>.</p>",
    "descriptionPlain": "Grind the grain.",
    "compensation": {"compensationTierSummary": "€30K – €36K • Flour"},
}
SMARTRECRUITERS: dict[str, Any] = {
    "id": "7440001",
    "uuid": "f0-1",
    "name": "Bell Founder",
    "refNumber": "REF12",
    "company": {"identifier": "Toll", "name": "Toll & Sons"},
    "releasedDate": "2026-05-06T07:08:09.000Z",
    "location": {
        "city": "Seville",
        "region": "AN",
        "country": "es",
        "remote": False,
        "hybrid": True,
        "fullLocation": "Seville, AN, Spain",
    },
    "typeOfEmployment": {"id": "permanent", "label": "Full-time"},
    "postingUrl": "https://jobs.example.org/Toll/7440001",
    "creator": {"name": "Somebody Private"},
    "jobAd": {
        "sections": {
            "companyDescription": {"title": "Company Description", "text": "<p>We cast bells.</p>"},
            "jobDescription": {"title": "Job Description", "text": "<p>Pour the bronze.</p>"},
            "qualifications": {"title": "Qualifications", "text": "<ul><li>An ear</li></ul>"},
            "additionalInformation": {"title": "Additional Information", "text": ""},
            "videos": {"title": "Videos", "urls": []},
        }
    },
}
SMARTRECRUITERS_ENTRY = {
    key: value for key, value in SMARTRECRUITERS.items() if key not in ("jobAd", "postingUrl")
} | {"ref": "https://api.example.org/v1/companies/Toll/postings/7440001"}
USAJOBS: dict[str, Any] = {
    "MatchedObjectId": "80011",
    "MatchedObjectDescriptor": {
        "PositionID": "LH-26-0042",
        "PositionTitle": "Buoy Inspector",
        "PositionURI": "https://www.example.gov/job/80011",
        "PositionLocation": [
            {
                "LocationName": "Astoria, Oregon",
                "CountryCode": "United States",
                "CityName": "Astoria, Oregon",
            },
            {"LocationName": "Kodiak, Alaska", "CountryCode": "United States", "CityName": "Kodiak, Alaska"},
        ],
        "OrganizationName": "Office of Buoys",
        "DepartmentName": "Department of Tides",
        "PositionSchedule": [{"Name": "Full-time", "Code": "1"}],
        "QualificationSummary": "One year at sea.",
        "PositionRemuneration": [
            {
                "MinimumRange": "51332.0",
                "MaximumRange": "66731.0",
                "RateIntervalCode": "PA",
                "Description": "Per Year",
            }
        ],
        "PublicationStartDate": "2026-04-01T00:00:00.0000",
        "PositionStartDate": "2026-06-01T00:00:00.0000",
        "UserArea": {
            "Details": {
                "JobSummary": "Inspect buoys.",
                "MajorDuties": ["Row out", "Look closely"],
                "Requirements": "Must swim.",
                "RemoteIndicator": False,
            }
        },
    },
}
WORKDAY: dict[str, Any] = {
    "jobPostingInfo": {
        "id": "61f",
        "title": "Rope Maker",
        "jobDescription": "<p>Twist hemp.</p><p>Daily.</p>",
        "location": "Bergen, Norway",
        "additionalLocations": ["Oslo, Norway"],
        "postedOn": "Posted 30+ Days Ago",
        "startDate": "2026-02-03",
        "timeType": "Full time",
        "jobReqId": "R-0099",
        "remoteType": "Hybrid",
        "externalUrl": "https://hemp.example.org/job/Bergen/Rope-Maker_R-0099",
    },
    "hiringOrganization": {"name": "Hemp & Line", "url": ""},
    "similarJobs": [],
}
WORKDAY_ENTRY = {
    "title": "Rope Maker",
    "externalPath": "/job/Bergen/Rope-Maker_R-0099",
    "locationsText": "2 Locations",
    "postedOn": "Posted 30+ Days Ago",
    "bulletFields": ["R-0099"],
}
AMAZON: dict[str, Any] = {
    "id": "0a-1",
    "id_icims": "2900001",
    "title": "Parcel Gull Trainer",
    "company_name": "Gull Parcels, Inc.",
    "job_path": "/en/jobs/2900001/parcel-gull-trainer",
    "job_category": "Operations",
    "job_schedule_type": "full-time",
    "is_intern": True,
    "location": "US, WA, Seattle",
    "normalized_location": "Seattle, Washington, USA",
    "country_code": "USA",
    "posted_date": "August  8, 2026",
    "description": "Teach gulls.<br/>Feed gulls.",
    "basic_qualifications": "- Patience<br/>- Bread",
    "preferred_qualifications": "- Wings",
}
JSON_RESUME: dict[str, Any] = {
    "title": "Cartographer",
    "company": "Contour",
    "type": "Contract",
    "date": "2026-07",
    "description": "Draw the coast as it is.",
    "location": {"address": "1 Quay", "city": "Leith", "countryCode": "GB", "region": "Scotland"},
    "remote": "Hybrid",
    "salary": "30000 GBP",
    "responsibilities": ["Walk the coast", "Draw it"],
    "qualifications": ["Good boots"],
    "skills": [{"name": "Drawing", "level": "Master", "keywords": ["ink", "pencil"]}],
}
