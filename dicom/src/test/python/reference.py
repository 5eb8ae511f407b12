"""Writes reference.csv: what pydicom decodes of every file in a folder.

usage: python3 reference.py FOLDER > reference.csv
needs: pydicom==3.0.2 numpy pylibjpeg pylibjpeg-libjpeg pylibjpeg-openjpeg pylibjpeg-rle

Samples are counted as this library gives them: stored values before any table, YBR converted to RGB, frame by frame, row by
row. Of lossless pixels the SHA-256 of all samples is kept, as 16-bit little-endian numbers; of lossy or converted ones 400
samples that lie evenly.
"""

import hashlib
import sys
import warnings
from pathlib import Path

import numpy
import pydicom
from pydicom.pixels import pixel_array

warnings.simplefilter("ignore")
LOSSY = {"1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.91"}
SAMPLED = 400


def row(folder, path):
    name = path.relative_to(folder).as_posix()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    try:
        dataset = pydicom.dcmread(path, force=True)
        if dataset.BitsAllocated > 16:
            return None
        syntax = dataset.file_meta.TransferSyntaxUID
        pixels = pixel_array(dataset)
    except Exception as e:  # whatever it is, there is nothing to compare with
        print(f"{name}: {type(e).__name__}", file=sys.stderr)
        return None
    frames = int(dataset.get("NumberOfFrames", 1))
    channels = dataset.SamplesPerPixel
    shape = f"{dataset.Columns}x{dataset.Rows}x{channels}x{frames}"
    values = pixels.astype("int64").reshape(-1)
    exact = syntax not in LOSSY and not str(dataset.PhotometricInterpretation).startswith("YBR_FULL")
    if exact:
        expected = hashlib.sha256((values & 0xFFFF).astype("<u2").tobytes()).hexdigest()
    else:
        at = numpy.arange(SAMPLED) * len(values) // SAMPLED
        expected = " ".join(str(v) for v in values[at])
    return f"{name},{digest},{shape},{'exact' if exact else 'close'},{expected}"


folder = Path(sys.argv[1])
print(f"# Decoded by pydicom {pydicom.__version__} and pylibjpeg; written by src/test/python/reference.py.")
print("file,sha256,shape,kind,samples")
for path in sorted(folder.glob("*/*.dcm")):
    line = row(folder, path)
    if line:
        print(line)
