"""Print jobs and certificates, as the service declares them (DESIGN, section 7)."""

from api.odata.model import (
    Action,
    EdmType,
    EntitySet,
    EntityType,
    EnumType,
    Navigation,
    Property,
)
from api.v1.properties import (
    BILLING_ACCOUNT_ID,
    CANCEL_REASON,
    CATALOG_ID,
    CATALOG_ITEM,
    CREATED_ON,
    KEY,
    REASON,
    VERSION,
)
from tokens.domain.printing.certificate import MAX_PEM_LENGTH
from tokens.domain.printing.print_job import MAX_QUANTITY
from tokens.domain.printing.state import PrintJobState

PRINT_JOB_STATE = EnumType("PrintJobState", tuple(PrintJobState))

_LONGEST_TOKEN_ID = 29

PRINT_JOBS = EntitySet(
    "PrintJobs",
    EntityType(
        "PrintJob",
        ("id",),
        (
            KEY,
            VERSION,
            CATALOG_ID,
            BILLING_ACCOUNT_ID,
            Property("certificateThumbprint", EdmType.STRING, computed=True),
            Property(
                "quantity", EdmType.INT32, immutable=True, minimum=1, maximum=MAX_QUANTITY
            ),
            Property("state", PRINT_JOB_STATE, computed=True),
            Property("shortage", EdmType.INT32, computed=True),
            Property("printed", EdmType.INT32, computed=True),
            Property("downloads", EdmType.INT32, computed=True),
            Property("packageLength", EdmType.INT64, nullable=True, computed=True),
            Property("cancelReason", CANCEL_REASON, nullable=True, computed=True),
            CREATED_ON,
            Property("package", EdmType.STREAM, computed=True),
        ),
        navigations=(
            CATALOG_ITEM,
            Navigation(
                "certificate",
                "Certificates",
                collection=False,
                constraint=("certificateThumbprint", "id"),
            ),
        ),
        media="package",
        searched=("catalogId", "billingAccountId"),
    ),
    (
        Action("Confirm", conditional=True),
        Action(
            "PrintTokens",
            parameters=(
                Property("first", EdmType.STRING, max_length=_LONGEST_TOKEN_ID),
                Property("last", EdmType.STRING, nullable=True, max_length=_LONGEST_TOKEN_ID),
            ),
            conditional=True,
        ),
        Action("Activate", conditional=True),
        Action("Void", parameters=(REASON,), conditional=True),
    ),
    concurrency=("version",),
)

CERTIFICATES = EntitySet(
    "Certificates",
    EntityType(
        "Certificate",
        ("id",),
        (
            Property("id", EdmType.STRING, "thumbprint", computed=True),
            Property("sha256", EdmType.STRING, "sha256", computed=True),
            BILLING_ACCOUNT_ID,
            Property("subject", EdmType.STRING, computed=True),
            Property("notBefore", EdmType.DATE_TIME_OFFSET, computed=True),
            Property("notAfter", EdmType.DATE_TIME_OFFSET, computed=True),
            Property("current", EdmType.BOOLEAN, computed=True),
            Property("uploadedOn", EdmType.DATE_TIME_OFFSET, computed=True),
            Property(
                "pem",
                EdmType.STRING,
                immutable=True,
                filterable=False,
                sortable=False,
                max_length=MAX_PEM_LENGTH,
            ),
        ),
        searched=("billingAccountId", "subject"),
    ),
)
