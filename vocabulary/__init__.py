"""Every fact that is declared once: parameters, indicators, rows, domains, groups, units, calendar, words."""
