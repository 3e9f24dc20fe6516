"""`svartid evaluate`: how well messages are matched."""

from pathlib import Path

import click

from bot import evaluation_files


@click.command()
@click.argument("faq_dir", type=click.Path(path_type=Path))
@click.argument("messages", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a summary.")
@click.option("--predictions", type=click.Path(path_type=Path), help="Write one line per message to this file.")
@click.option("--html", type=click.Path(path_type=Path), help="Write a page with pictures and the worst mistakes.")
@click.option("--encoder", default="embedded", show_default=True, help="embedded, or a sentence-transformers model.")
def evaluate(
    faq_dir: Path, messages: Path, *, as_json: bool, predictions: Path | None, html: Path | None, encoder: str
) -> None:
    """Measure matching: the FAQ in FAQ_DIR against labelled MESSAGES (JSON lines)."""
    measured = evaluation_files.run(
        faq_dir,
        messages,
        encoder=encoder,
        predictions=predictions,
        html=html,
        progress=lambda line: click.echo(line, err=True),
    )
    click.echo(measured.to_json() if as_json else measured.summary())
