"""The whole numbers by which columns name states, kinds and contacts."""

NEVER = -32000
EMPTY, HOME, RESERVED = 0, 1, 2
INACTIVE, ATTENDS, VOLUNTEERS, LEADS = 0, 1, 2, 3
CHILD = 0
WOMAN, PROFESSIONAL, PARTY = 1, 2, 4
TRAITS = WOMAN | PROFESSIONAL | PARTY
# Marks of residents besides their traits: a neighbor leads the way, and how they last came, neither if nobody saw it.
NEAR_GOOSE, BY_THEMSELVES, WHEN_ASKED = 8, 16, 32
SEEN_COMING = BY_THEMSELVES | WHEN_ASKED
MOST_REQUESTS = 255
VISIT, EVENT, OUTREACH, MOBILIZED, ALLIANCE_BIT = 1, 2, 4, 8, 16
MASS, STAFFED = 0, 1
UNASKED, INTAKE, AT_ORGANIZATION, AT_DEPARTMENT, IN_COURSE, ESCALATED, GONE = 0, 1, 2, 3, 4, 5, 6
COMPOUND, JOINED, COUNTED, DUPLICATE, BOUNCED = 1, 2, 4, 8, 16
TRIED = 32
# Where the identities begin of groups that residents found, and of professional bodies that come in.
FOUNDED, ENTERED = 1 << 29, 1 << 28
