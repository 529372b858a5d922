"""What the reading of scenarios has to say, each sentence once, in English and Chinese."""

from __future__ import annotations

from dataclasses import dataclass

from vocabulary.messages import Word

SENTENCES: dict[str, tuple[str, str]] = {
    # where
    "row": ("row {row}", "第{row}行"),
    "cell": ("row {row}, column {column}", "第{row}行{column}列"),
    "column": ("column {column}", "{column}列"),
    "column_of": ("column {column} of {table}", "{table}表{column}列"),
    "event": ("event {number}", "第{number}个事件"),
    # files
    "no_file": ("is missing", "缺少该文件"),
    "no_plain_file": ("must be a file", "须为文件"),
    "too_large": ("is too large: at most {limit} MB are read", "文件过大：最多读取{limit} MB"),
    "unreadable": ("cannot be read: {reason}", "无法读取：{reason}"),
    "not_utf8": (
        "is not UTF-8 text (byte {byte}): save it as UTF-8 (in Excel “CSV UTF-8”)",
        "不是UTF-8文本（第{byte}字节）：请存为UTF-8（Excel中选“CSV UTF-8”）",
    ),
    "not_toml": ("is not TOML: {reason}", "不是TOML：{reason}"),
    "nothing_in_it": ("is empty", "是空文件"),
    # tables
    "no_header": ("the header is missing: the columns are {columns}", "缺少表头：各列为{columns}"),
    "commas": ("commas must separate the columns", "各列须用英文逗号分隔"),
    "nameless": ("has no name", "没有列名"),
    "unknown": ("is unknown{hint}: {allowed}", "无法识别{hint}：{allowed}"),
    "unknown_here": ("is unknown{hint}", "无法识别{hint}"),
    "twice": ("is there twice", "出现两次"),
    "missing": ("is missing", "缺少"),
    "empty_cell": ("is empty", "为空"),
    "too_many_cells": (
        "has {cells} cells, but the header names {columns} columns",
        "有{cells}格，而表头只有{columns}列",
    ),
    "too_many_rows": ("has too many rows: at most {limit} are read", "行数过多：最多读取{limit}行"),
    "not_csv": ("is not a row of a CSV table ({reason})", "不是CSV表的一行（{reason}）"),
    # values
    "given": ("{value} {what}", "{value}{what}"),
    "whole_number": ("must be a whole number", "须为整数"),
    "number": ("must be a number", "须为数字"),
    "finite_number": ("must be a finite number", "须为有限的数"),
    "truth": ("must be true or false", "须为true或false"),
    "text": ("must be text in quotation marks", "须为引号内的文字"),
    "list": ("must be a list", "须为列表"),
    "table": ("must be a table", "须为表"),
    "greater_than": ("must be greater than {limit}", "须大于{limit}"),
    "greater_than_equal": ("must be at least {limit}", "须不小于{limit}"),
    "less_than_equal": ("must be at most {limit}", "须不大于{limit}"),
    "string_too_long": ("is too long: at most {limit} characters", "过长：最多{limit}个字符"),
    "string_too_short": ("must not be empty", "不能为空"),
    "too_long": ("is too long: at most {limit} entries", "过长：最多{limit}项"),
    "too_short": ("must have at least {limit} entry", "至少须有{limit}项"),
    "refused": ("is refused: {reason}", "不被接受：{reason}"),
    "one_of": ("must be one of {names}", "须为以下之一：{names}"),
    "one_of_nearest": ("is unknown{hint}: {allowed}", "无法识别{hint}：{allowed}"),
    "nothing": ("nothing is allowed here", "此处不允许任何值"),
    "hint": (" (did you mean {name}?)", "（是否指{name}？）"),
    "name": (
        "must consist of letters, digits, - and _, and begin with a letter or digit",
        "只能由文字、数字、-、_组成，并以文字或数字开头",
    ),
    "line": ("must be a line of text", "须为一行文字"),
    "no_word": ("must name a domain", "须写明领域"),
    "unknown_word": ("has the unknown {word}{hint}: {allowed}", "中的{word}无法识别{hint}：{allowed}"),
    "word_twice": ("names {word} twice", "中的{word}出现两次"),
    # between rows and tables
    "shares": ("the shares sum to {total} and must sum to 1", "各比例之和为{total}，须为1"),
    "mass_at_home": (
        "is empty: a mass organization needs a home community; only professional ones serve the whole subdistrict",
        "为空：群众性社会组织须有所属社区，只有专业性社会组织可以面向整个街道",
    ),
    "grids": ("{grids} must be at most the residents, {residents}", "{grids}不能多于居民数{residents}"),
    "no_communities": ("has no rows: a place has at least one community", "没有数据行：一个地方至少有一个社区"),
    "residents": (
        "{total} residents in all: at most {limit} are allowed",
        "居民总数{total}：最多允许{limit}",
    ),
    "organizations": ("{total} organizations: at most {limit} are allowed", "组织{total}个：最多允许{limit}个"),
    "id_twice": ("{value} is already in row {row}", "{value}已在第{row}行出现"),
    "community": (
        "{value} is no community{hint}: {allowed}, or empty for the whole subdistrict",
        "{value}不是本地社区{hint}：{allowed}；服务全街道的留空",
    ),
    "department": ("{value} is no department{hint}: {allowed}", "{value}不是本地部门{hint}：{allowed}"),
    "mandate_twice": ("{domain} is already the mandate of {department}", "{domain}已是{department}的职责"),
    "no_mandate": ("no department has the mandate for {domains}", "没有部门负责{domains}"),
    # sources
    "no_source": (
        "has no source: name one under [columns.{table}], or a default under [columns]",
        "没有来源：请在[columns.{table}]下写明，或在[columns]下写default",
    ),
    "unknown_source": ("unknown source {value}{hint}: {allowed}", "来源{value}不存在{hint}：{allowed}"),
    "source_column": ("names the unknown column {value}{hint}", "所写的列{value}不存在{hint}"),
    # parameters, levers, rows
    "range": ("{value} must lie between {low} and {high} ({unit})", "{value}须在{low}与{high}之间（{unit}）"),
    "is_lever": ("is a lever: a policy sets it, not a place", "是政策杠杆：由政策设定，不由地方设定"),
    "is_constant": ("is a definition and the same in every place", "是定义，各地相同"),
    "no_lever": (
        "is no lever: a policy cannot move a state of the world or a definition",
        "不是杠杆：政策不能改变客观状况或定义",
    ),
    "entries": ("has {count} entries: between 1 and {limit} are allowed", "有{count}项：允许1至{limit}项"),
    "backwards": ("until = {end} lies before from = {start}", "until = {end}早于from = {start}"),
    "place_wide": (
        "holds for the whole place: communities cannot be named",
        "适用于整个地方：不能限定社区",
    ),
    "in_week": ("in week {week}", "第{week}周"),
    "in_week_of": ("in week {week} in {community}", "第{week}周在{community}"),
    "cut_points": (
        "{names} must each be at least the one before, but are {values} {when}",
        "{names}须依次不减，而{when}为{values}",
    ),
    "all_zero": ("{names} are all 0 {when}: at least one must be above 0", "{names}{when}全为0：至少须有一项大于0"),
    "unknown_row": ("unknown row {value}: {allowed}", "行{value}不存在：{allowed}"),
    # policies
    "unknown_policy": (
        "unknown policy {value}{hint}: must be a file beside this one, or one of those that “run.py policies” lists",
        "政策{value}不存在{hint}：须为同一文件夹中的文件，或“run.py policies”所列之一",
    ),
    "extends_and_rows": (
        "rows sets every switch, on where it names the row and off elsewhere, whatever {parent} says; "
        "all other levers are as in {parent}",
        "rows设定全部开关：写明的项开启，其余一律关闭，不论{parent}如何；其他杠杆沿用{parent}",
    ),
    "circle": ("{value} extends this policy in turn: a circle", "{value}又继承本政策，形成循环"),
    "too_deep": ("more than {limit} policies extend one another", "政策层层继承超过{limit}层"),
    "standing": (
        "{value} is no shipped policy{hint}, nor a .toml file in the place's folder",
        "{value}既不是自带政策{hint}，也不是该地方文件夹中的.toml文件",
    ),
    "standing_dated": (
        "{value} must hold everywhere and always, but dates {levers}",
        "{value}须始终适用于各处，但其中{levers}有期限或范围",
    ),
    "place_community": ("{place} has no community {value}{hint}: {allowed}", "{place}没有社区{value}{hint}：{allowed}"),
    "place_department": (
        "{place} has no department {value}{hint}: {allowed}",
        "{place}没有部门{value}{hint}：{allowed}",
    ),
    "policy_named": ("policy {name}", "政策{name}"),
    "shock_named": ("shock {name}", "冲击{name}"),
    # studies
    "power_of_two": ("must be a power of two", "须为2的幂"),
    "even": ("must be an even number", "须为偶数"),
    "study_place": (
        "{value} is neither a shipped place{hint} nor a folder beside this file: {allowed}",
        "{value}既不是自带的地方{hint}，也不是本文件旁的文件夹：{allowed}",
    ),
    "study_shock": (
        "{value} is neither a shipped shock{hint} nor a file beside this one: {allowed}",
        "{value}既不是自带的冲击{hint}，也不是本文件旁的文件：{allowed}",
    ),
    "study_lever": (
        "is a lever: set it under [policies]; here stand states of the world",
        "是政策杠杆：请写在[policies]下；此处只写客观状况",
    ),
    "study_constant": ("is a definition and cannot be moved", "是定义，不能改动"),
    "pattern_as_declared": (
        "is a pattern: what it matches lies where it is declared to, so that nothing can stand here",
        "是通配名：所匹配的各项按申明的范围取值，此处不能再写",
    ),
    "pattern_matches_none": ("matches no state of the world", "没有匹配任何客观状况"),
    "bounds_or_values": ("must have either low and high, or values", "须写low与high，或写values"),
    "bounds_choice": ("is no number: list its values, which {allowed}", "不是数值：请列出其取值，{allowed}"),
    "bounds_backwards": ("high = {high} must lie above low = {low}", "high = {high}须大于low = {low}"),
    "two_values": (
        "lists {count} values, and a factorial design takes two: low and high",
        "列了{count}个取值，而析因设计只取低、高两个",
    ),
    "value_twice": ("lists {value} twice", "取值{value}出现两次"),
    "no_uncertainties": (
        "moves uncertainties, and there are none: name some under [uncertainties], or leave the design out",
        "须有不确定因素，而[uncertainties]下没有：请写上，或去掉design",
    ),
    "list_and_spread": (
        "stands under [uncertainties] and in no point: the design list takes its values from the points alone",
        "写在[uncertainties]下，但没有一个点用到：list设计只从各点取值",
    ),
    "generator_names": (
        "must name other uncertainties that have no generator themselves",
        "须由其他没有生成元的不确定因素组成",
    ),
    "inside_folder": (
        "{value} must be the name of a file in the folder of the study",
        "{value}须为研究文件所在文件夹中的文件名",
    ),
    "no_points": ("has no rows below the header: a row is a point", "表头下没有数据行：每行是一个点"),
    "most_below_first": ("most = {most} must be at least first = {first}", "most = {most}须不小于first = {first}"),
    "stop_without_more": (
        "can add nothing: let replicates be a table with first, batch and a larger most",
        "无可追加：请把replicates写成含first、batch和更大的most的表",
    ),
    "no_policy_of_study": (
        "{value} is no policy of this study{hint}: {allowed}",
        "{value}不是本研究的政策{hint}：{allowed}",
    ),
    "stop_needs_baseline": (
        "must name the policy that the others are held against: {allowed}",
        "须写明用作对照的政策：{allowed}",
    ),
    "stop_needs_two": ("needs two policies or more", "至少须有两项政策"),
    "equal_needs_two": ('"equal" needs two policies or more', "取“equal”时至少须有两项政策"),
    "no_indicator": (
        "{value} is no indicator{hint}: “run.py indicators” lists them",
        "{value}不是指标{hint}：“run.py indicators”列有全部指标",
    ),
    "no_primary": (
        "at least one outcome must have primary = true for the stopping rule",
        "停止规则要求至少有一项结果写明primary = true",
    ),
    "too_many_runs": (
        "{runs} runs ({points} points × {policies} policies × {replicates} replicates): at most {limit} are allowed",
        "共{runs}次运行（{points}个点 × {policies}项政策 × {replicates}次重复）：最多允许{limit}次",
    ),
    "too_many_points": ("{points} points: at most {limit} are allowed", "{points}个点：最多允许{limit}个"),
    "scale_of_study": (
        "{value} leaves fewer than {fewest} of the place's {residents} residents: take a larger one",
        "{value}使该地{residents}名居民中被模拟的不足{fewest}名：请取更大的值",
    ),
    # names and paths
    "unknown_schema": ("--schema {value} {allowed}", "--schema {value}{allowed}"),
    "unknown_study_name": (
        "unknown study {value}{hint}: {allowed}, or the path of a file",
        "研究{value}不存在{hint}：{allowed}，或文件路径",
    ),
    "unknown_place_name": (
        "unknown place {value}{hint}: {allowed}, or the folder of one",
        "地方{value}不存在{hint}：{allowed}，或其文件夹的路径",
    ),
    "unknown_policy_name": (
        "unknown policy {value}{hint}: must be one of those that “run.py policies” lists, or the path of a file",
        "政策{value}不存在{hint}：须为“run.py policies”所列之一，或文件路径",
    ),
    "unknown_shock_name": (
        "unknown shock {value}{hint}: {allowed}, or the path of a file",
        "冲击{value}不存在{hint}：{allowed}，或文件路径",
    ),
    "no_folder": ("there is no such folder", "没有这个文件夹"),
    "no_path": ("there is no such file or folder", "没有这个文件或文件夹"),
    "is_table": ("is a table: check the folder of its place instead", "是数据表：请检查它所在地方的文件夹"),
    "nothing_to_check": (
        "holds no place (a folder with place.toml), policy, shock or study (a .toml file)",
        "其中没有地方（含place.toml的文件夹）、政策、冲击或研究（.toml文件）",
    ),
    "more": ("… and {count} more faults", "……另有{count}处错误"),
}


@dataclass(frozen=True)
class Phrase:
    """A sentence, or part of one, with what fills its blanks, to be said in either language; a tuple as a list."""

    key: str
    values: tuple[tuple[str, object], ...] = ()

    def say(self, language: str) -> str:
        """Return the text in ``"zh"`` or ``"en"``."""
        parts = {name: _said(value, language) for name, value in self.values}
        return SENTENCES[self.key][1 if language == "zh" else 0].format(**parts)

    def __str__(self) -> str:
        return self.say("en")


def phrase(key: str, **values: object) -> Phrase:
    """Return a phrase."""
    return Phrase(key, tuple(values.items()))


def _said(value: object, language: str) -> str:
    if isinstance(value, Phrase | Word):
        return value.say(language)
    if isinstance(value, tuple):
        return ("、" if language == "zh" else ", ").join(map(str, value))
    return _figure(value)


def _figure(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{value:,}" if isinstance(value, int) or not value.is_integer() else f"{value:,.0f}"
