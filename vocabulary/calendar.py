"""The calendar: a step is a week; 52 weeks a year, quarters of 13, months of 4, 4 and 5 weeks."""

from __future__ import annotations

WEEKS_A_YEAR = 52
WEEKS_A_QUARTER = 13
MONTH_ENDS = (4, 8, 13, 17, 21, 26, 30, 34, 39, 43, 47, 52)
MONTHS_A_YEAR = len(MONTH_ENDS)


def week_of_year(week: int) -> int:
    """Return the week of the year, 1 to 52, of a week counted from 0."""
    return week % WEEKS_A_YEAR + 1


def is_yearly_date(week: int, times: int) -> bool:
    """Tell whether one of ``times`` yearly dates, the n-th in week floor(52 n / times), falls into this week."""
    place = week_of_year(week)
    return any(place == WEEKS_A_YEAR * n // times for n in range(1, times + 1))


def is_quarter_end(week: int) -> bool:
    """Tell whether a quarter of 13 weeks ends with this week."""
    return week_of_year(week) % WEEKS_A_QUARTER == 0


def is_year_start(week: int) -> bool:
    """Tell whether a year begins with this week."""
    return week_of_year(week) == 1
