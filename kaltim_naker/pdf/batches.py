"""Many sheets at once: cut into parts that processes of their own draw side by side."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from queue import SimpleQueue

from kaltim_naker.pdf.process import DrawingProcess
from kaltim_naker.pdf.sheets import Part

#: Pages a part; more save little time and cost memory.
PART_PAGES = 25
PROCESSES = 2


def draw_parts(parts: Sequence[Part], processes: int = PROCESSES) -> Iterator[list[bytes]]:
    """The sheets of each part, in order, drawn by so many processes at once. Raises DrawingError."""
    if len(parts) <= 1:
        yield from (draw_here(part) for part in parts)
        return
    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(processes))
        idle: SimpleQueue[DrawingProcess] = SimpleQueue()
        for _ in range(min(processes, len(parts))):
            idle.put(stack.enter_context(DrawingProcess()))

        def draw(part: Part) -> list[bytes]:
            process = idle.get()
            try:
                return process.ask(part.as_line(), answers=len(part.titles))
            finally:
                idle.put(process)

        yield from pool.map(draw, parts)


def draw_here(part: Part) -> list[bytes]:
    """The sheets of one part, drawn by this process."""
    # Importing the drawing library takes more than a second and forty megabytes, which only who draws should pay.
    from kaltim_naker.pdf.sheet_engine import draw_sheets

    return draw_sheets(part)
