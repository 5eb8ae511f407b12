"""How fast pydicom decodes the pixels of files, with each of its plugins. usage: ingest-decoders.py SECONDS FILE...

Prints a line of JSON a file and plugin: the bytes of its samples, and the shortest time of many decodings.
"""

import json
import sys
import time

import gdcm
import pydicom
import pylibjpeg
from pydicom.pixels import get_decoder

SECONDS = float(sys.argv[1])
VERSIONS = {
    "gdcm": f"pydicom {pydicom.__version__} with GDCM {gdcm.Version.GetVersion()}",
    "pylibjpeg": f"pydicom {pydicom.__version__} with pylibjpeg {pylibjpeg.__version__}",
    "": f"pydicom {pydicom.__version__}",
}


def decode(decoder, dataset, plugin):
    """All frames, one after the other, in the colours they are stored in."""
    size = 0
    for array, _ in decoder.iter_array(dataset, raw=True, decoding_plugin=plugin):
        size += array.nbytes
    return size


def shortest(decoder, dataset, plugin):
    """Seconds of the fastest of many decodings, and the bytes that each gives."""
    size = decode(decoder, dataset, plugin)
    best = float("inf")
    end = time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        begin = time.perf_counter()
        decode(decoder, dataset, plugin)
        best = min(best, time.perf_counter() - begin)
    return best, size


for name in sys.argv[2:]:
    try:
        dataset = pydicom.dcmread(name)
        syntax = dataset.file_meta.TransferSyntaxUID
        decoder = get_decoder(syntax)
    except Exception:  # what a peer does not read is no row of it
        continue
    plugins = [p for p in VERSIONS if p and p in decoder.available_plugins] if syntax.is_encapsulated else [""]
    for plugin in plugins:
        try:
            seconds, size = shortest(decoder, dataset, plugin)
        except Exception:
            continue
        row = {"file": name, "syntax": str(syntax), "who": VERSIONS[plugin], "seconds": seconds, "bytes": size}
        print(json.dumps(row), flush=True)
