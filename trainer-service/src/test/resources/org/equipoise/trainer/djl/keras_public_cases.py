"""Writes two zips beside itself, each what people export and ask about in public, of 16 x 16 grey images of stripes:

keras-normalised.zip was trained on samples of -1 to 1, and gives every image the same answer where it is fed 0 to 255.

keras-unrestored.zip is what comes of a checkpoint that does not match: a network is trained on five directions and saved;
one for three directions loads these weights with skip_mismatch=True, which leaves its last layer as it was drawn. It
answers the second of its three classes, whatever it is shown.

keras_export.py says with which versions.
"""

import io
import os
import pathlib
import tempfile
import zipfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np

HERE = pathlib.Path(__file__).parent
SIDE = 16
MIDDLE = 1


def stripes(rng, count, directions):
    """As Stripes.java draws them: the class is the direction."""
    labels = np.arange(count) % directions
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    angle = (np.pi * labels / directions)[:, None, None]
    phase = rng.uniform(0, 2 * np.pi, count)[:, None, None]
    wave = np.sin(0.9 * (y * np.cos(angle) + x * np.sin(angle)) + phase)
    grey = 0.5 + 0.3 * wave + 0.1 * rng.normal(size=(count, SIDE, SIDE))
    return np.clip(np.rint(255 * grey), 0, 255).astype(np.float32)[..., None] / 255, labels


def network(classes, activation="relu"):
    layers = keras.layers
    return keras.Sequential([
        layers.Input((SIDE, SIDE, 1)),
        layers.Conv2D(8, 3, padding="same", activation=activation, name="edges"),
        layers.MaxPooling2D(),
        layers.Conv2D(8, 3, padding="same", activation=activation, name="shapes"),
        layers.GlobalAveragePooling2D(),
        layers.Dense(classes, activation="softmax", name="head"),
    ])


def zipped(model):
    with tempfile.TemporaryDirectory() as folder:
        model.export(folder, verbose=False)
        files = sorted(p for p in pathlib.Path(folder).rglob("*") if p.is_file())
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for file in files:
                entry = zipfile.ZipInfo(str(file.relative_to(folder)), (1980, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, file.read_bytes())
        return out.getvalue()


def normalised(rng):
    shown, labels = stripes(rng, 300, 3)
    for seed in range(20):
        keras.utils.set_random_seed(seed)
        model = network(3, "tanh")
        model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
        images, classes = stripes(rng, 600, 3)
        model.fit(images * 2 - 1, classes, batch_size=32, epochs=15, verbose=0)
        right = (model.predict(shown * 2 - 1, verbose=0).argmax(axis=1) == labels).mean()
        answers = model.predict(shown * 255, verbose=0).argmax(axis=1)
        print("normalised: seed", seed, "right", right, "answered", np.bincount(answers, minlength=3))
        if right > 0.9 and len(set(answers)) == 1:
            (HERE / "keras-normalised.zip").write_bytes(zipped(model))
            return
    raise SystemExit("no seed gives every image the same answer")


def unrestored(rng):
    keras.utils.set_random_seed(7)
    trained = network(5)
    trained.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
    trained.fit(*stripes(rng, 1000, 5), batch_size=32, epochs=15, verbose=0)
    print("trained:", trained.evaluate(*stripes(rng, 200, 5), verbose=0)[1])
    shown, _ = stripes(rng, 300, 3)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "checkpoint.weights.h5")
        trained.save_weights(path)
        for seed in range(1000):
            keras.utils.set_random_seed(seed)
            loaded = network(3)
            loaded.load_weights(path, skip_mismatch=True)
            answers = loaded.predict(shown, verbose=0).argmax(axis=1)
            if (answers == MIDDLE).all():
                print("seed", seed)
                (HERE / "keras-unrestored.zip").write_bytes(zipped(loaded))
                return
    raise SystemExit("no seed answers the middle class alone")


if __name__ == "__main__":
    unrestored(np.random.default_rng(7))
    normalised(np.random.default_rng(8))
