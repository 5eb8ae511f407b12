"""Writes keras-export.zip and keras-answers.json beside itself: a network of 16 x 16 grey images and two classes that
Keras trained, exported by model.export(), and what Keras itself answers on images that follow from a formula.

Written by Python 3.11, tensorflow-cpu 2.18.1, keras 3.15.1:

    pip install tensorflow-cpu==2.18.1 keras==3.15.1
    python keras_export.py
"""

import io
import json
import os
import pathlib
import tempfile
import zipfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf

HERE = pathlib.Path(__file__).parent
SIDE = 16
IMAGES = 6


def pixel(image, y, x):
    """The images of the test, saw-toothed stripes across and along: KerasExportTest computes the same."""
    return (37 * image + 53 * (y if image % 2 == 0 else x)) % 256


def stripes(rng, count):
    """Class 0 has stripes across, class 1 along."""
    labels = np.arange(count) % 2
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    phase = rng.uniform(0, 6, count)[:, None, None]
    waves = np.where(labels[:, None, None] == 0, y[None], x[None])
    grey = 128 + 60 * np.sin(1.3 * waves + phase) + rng.normal(0, 20, (count, SIDE, SIDE))
    return np.clip(np.rint(grey), 0, 255).astype(np.float32)[..., None] / 255, labels


def network():
    layers = keras.layers
    return keras.Sequential([
        layers.Input((SIDE, SIDE, 1)),
        layers.Conv2D(4, 3, padding="same", use_bias=False),
        layers.BatchNormalization(),
        layers.Activation("relu"),
        layers.MaxPooling2D(),
        layers.SeparableConv2D(8, 3, activation="relu"),
        layers.Dropout(0.2),
        layers.GlobalAveragePooling2D(),
        layers.Dense(2, activation="softmax"),
    ])


def main():
    keras.utils.set_random_seed(7)
    images, labels = stripes(np.random.default_rng(7), 256)
    model = network()
    model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy")
    model.fit(images, labels, batch_size=32, epochs=6, verbose=0)

    with tempfile.TemporaryDirectory() as folder:
        model.export(folder, verbose=False)
        files = sorted(p for p in pathlib.Path(folder).rglob("*") if p.is_file())
        zipped = io.BytesIO()
        with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
            for file in files:
                entry = zipfile.ZipInfo(str(file.relative_to(folder)), (1980, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                out.writestr(entry, file.read_bytes())
    (HERE / "keras-export.zip").write_bytes(zipped.getvalue())

    asked = np.array(
        [[[pixel(i, y, x) for x in range(SIDE)] for y in range(SIDE)] for i in range(IMAGES)], np.float32)
    answers = model.predict(asked.reshape(IMAGES, SIDE, SIDE, 1) / 255, verbose=0)
    (HERE / "keras-answers.json").write_text(json.dumps({
        "madeBy": f"tensorflow {tf.__version__}, keras {keras.__version__}",
        "parameters": model.count_params(),
        "probabilities": [[float(p) for p in row] for row in answers],
    }, indent=1) + "\n")


if __name__ == "__main__":
    main()
