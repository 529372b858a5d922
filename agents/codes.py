"""The whole numbers by which columns name states, kinds and contacts."""

NEVER = -32000
EMPTY, HOME, RESERVED = 0, 1, 2
INACTIVE, ATTENDS, VOLUNTEERS, LEADS = 0, 1, 2, 3
CHILD = 0
WOMAN, PROFESSIONAL, PARTY = 1, 2, 4
VISIT, EVENT, OUTREACH, MOBILIZED, ALLIANCE_BIT = 1, 2, 4, 8, 16
MASS, STAFFED = 0, 1
NOT_SEEN, BY_THEMSELVES, WHEN_ASKED = 0, 1, 2
UNASKED, INTAKE, AT_ORGANIZATION, AT_DEPARTMENT, IN_COURSE, ESCALATED, GONE = 0, 1, 2, 3, 4, 5, 6
COMPOUND, JOINED, COUNTED, DUPLICATE, BOUNCED = 1, 2, 4, 8, 16
TRIED = 32
# Where the identities begin of groups that residents found, and of professional bodies that come in.
FOUNDED, ENTERED = 1 << 29, 1 << 28
