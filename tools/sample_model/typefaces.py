"""The typefaces, and which of them only the evaluation sees.

A family is on one side only, and so are families that share their drawings: Carlito stands beside Lato, Hack beside
DejaVu, Nimbus and FreeFont beside each other.
"""

from pathlib import Path

FOLDER = Path("/usr/share/fonts")

# File names without their suffix, below FOLDER.
TRAINING = """
B612-Bold B612-Regular B612Mono-Regular BebasNeue-Bold BebasNeue-Regular Comfortaa-Bold Comfortaa-Regular
Courier_Prime Courier_Prime_Bold Courier_Prime_Sans Caladea-Bold Caladea-Italic Caladea-Regular Carlito-Bold
Carlito-Italic Carlito-Regular DejaVuSans DejaVuSans-Bold DejaVuSans-ExtraLight DejaVuSans-Oblique
DejaVuSansCondensed DejaVuSansCondensed-Bold DejaVuSansMono DejaVuSansMono-Bold DejaVuSerif DejaVuSerif-Bold
DejaVuSerifCondensed DejaVuSerifCondensed-Italic DSEG7Classic-Bold DSEG7Classic-Italic DSEG7Classic-Regular
DSEG14Classic-Bold DSEG14Classic-Regular FreeMonoBold FreeSans FreeSansBold FreeSansOblique FreeSerif FreeSerifBold
FreeSerifItalic Hack-Bold Hack-Italic Hack-Regular Inconsolata Jura-Bold Jura-Medium Lato-Black Lato-Bold Lato-Italic
Lato-Light Lato-Medium Lato-Regular OCRB OCRBF OpenSans-Bold OpenSans-CondBold OpenSans-CondLight OpenSans-ExtraBold
OpenSans-Italic OpenSans-Light OpenSans-Regular Play-Bold Play-Regular Quicksand-Bold Quicksand-Medium RG2014B RG2014C
RG2014D RG2014EM RG2014F RobotoSlab-Bold RobotoSlab-Light RobotoSlab-Regular Roboto-Black Roboto-Bold Roboto-Italic
Roboto-Light Roboto-Medium Roboto-Regular RobotoCondensed-Bold RobotoCondensed-Light RobotoCondensed-Regular C059-Bold
C059-Roman NimbusMonoPS-Bold NimbusMonoPS-Regular NimbusRoman-Bold NimbusRoman-Italic NimbusRoman-Regular
NimbusSans-Bold NimbusSans-Regular NimbusSansNarrow-Bold NimbusSansNarrow-Regular P052-Bold P052-Italic P052-Roman
""".split()

HELD_OUT = """
Cabin-Bold Cabin-Italic Cabin-Medium Cabin-Regular Cantarell-Bold Cantarell-ExtraBold Cantarell-Regular
DSEG7Modern-Bold DSEG7Modern-Regular JetBrainsMono-Bold JetBrainsMono-Medium JetBrainsMono-Regular Karla-Bold
Karla-Italic Karla-Medium Karla-Regular LiberationMono-Bold LiberationMono-Regular LiberationSans-Bold
LiberationSans-Italic LiberationSans-Regular LiberationSansNarrow-Bold LiberationSansNarrow-Regular
LiberationSerif-Bold LiberationSerif-Regular PTC55F PTC75F PTF55F PTF75F PTM55F PTM75F PTS55F PTS56F PTS75F
GenBasB GenBasR URWBookman-Demi URWBookman-Light URWGothic-Book URWGothic-Demi
""".split()


def find(names: list[str]) -> list[Path]:
    """The files of these typefaces. Raises FileNotFoundError that names those that are not installed."""
    installed = {path.stem.replace(" ", "_"): path for path in sorted(FOLDER.rglob("*.[ot]tf"))}
    missing = [name for name in names if name not in installed]
    if missing:
        raise FileNotFoundError(
            f"typefaces not found below {FOLDER}: {', '.join(missing)}; "
            "install the Debian packages that tools/sample_model/packages.txt names"
        )
    return [installed[name] for name in names]
