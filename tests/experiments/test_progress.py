import io

from experiments.progress import Progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_nothing_is_said_unless_asked():
    stream = io.StringIO()
    with Progress(stream=stream) as progress:
        progress.note("progress.drawing")
        progress.begin(2)
        progress.advance()
    assert stream.getvalue() == ""


def test_plain_lines_where_there_is_no_terminal(monkeypatch):
    stream = io.StringIO()
    clock = iter(range(0, 1000, 6))
    monkeypatch.setattr("experiments.progress.time.monotonic", lambda: next(clock))
    with Progress("zh", shown=True, stream=stream) as progress:
        progress.begin(40)
        for _ in range(40):
            progress.advance()
    lines = stream.getvalue().splitlines()
    assert 5 < len(lines) < 40
    assert lines[0].startswith("已完成 ")
    assert "\r" not in stream.getvalue()


def test_a_bar_on_a_terminal():
    stream = Terminal()
    with Progress("en", shown=True, stream=stream) as progress:
        progress.begin(4)
        progress.reach(3)
        progress.advance()
    assert "4/4" in stream.getvalue()
