"""Networks that Keras trains under twenty preprocessings and exports, for a search that must find each of them.

Arguments: a folder, and a seed of images and weights. Writes images/CLASS/N.png, exports/NAME, and planted.json there: name, how the images would be fed
today, and what the network was trained with, in the words of Geometry, ChannelOrder and Values. What it was trained with
is computed here by TensorFlow and numpy, not by what is measured.
"""

import json
import os
import pathlib
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import keras
import numpy as np
import tensorflow as tf

OUT, SEED = pathlib.Path(sys.argv[1]), int(sys.argv[2])
HEIGHT, WIDTH, SIDE = 36, 48, 32
CLASSES = ["blue-large", "blue-small", "red-large", "red-small"]
TRAINED, WATCHED, SHOWN = 150, 25, 100
EPOCHS = 30
MEANS, DEVIATIONS = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])


def image(rng, label):
    """A disc in the upper half, red or blue, large or small by so little that a crop makes one the other, on noise."""
    red, large = label >= 2, label % 2 == 0
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    radius = rng.uniform(8.2, 9.2) if large else rng.uniform(6.3, 7.2)
    disc = (y - rng.uniform(13, 17)) ** 2 + (x - rng.uniform(18, 30)) ** 2 < radius ** 2
    strong, weak = rng.uniform(170, 210), rng.uniform(70, 100)
    colour = [strong, weak, weak] if red else [weak, weak, strong]
    pixels = np.where(disc[..., None], colour, 60.0) + rng.normal(0, 12, (HEIGHT, WIDTH, 3))
    return np.clip(np.rint(pixels), 0, 255)


def images(rng, per_class):
    labels = np.repeat(np.arange(4), per_class)
    return np.stack([image(rng, label) for label in labels]), labels


def fitted(x):
    return np.clip(np.rint(tf.image.resize(x, (SIDE, SIDE), antialias=True).numpy()), 0, 255)


def middle(x, part):
    top, left = round(HEIGHT * (1 - part) / 2), round(WIDTH * (1 - part) / 2)
    return x[:, top:HEIGHT - top, left:WIDTH - left]


def padded(x, height, width):
    return tf.image.pad_to_bounding_box(x, (height - HEIGHT) // 2, (width - WIDTH) // 2, height, width).numpy()


GEOMETRIES = {
    "STRETCHED": lambda x: x,
    "ASPECT_PADDED": lambda x: padded(x, WIDTH, WIDTH),
    "ASPECT_CROPPED": lambda x: x[:, :, (WIDTH - HEIGHT) // 2:(WIDTH + HEIGHT) // 2],
    "MIDDLE_THREE_QUARTERS": lambda x: middle(x, 0.75),
    "MIDDLE_HALF": lambda x: middle(x, 0.5),
    "UPSIDE_DOWN": lambda x: x[:, ::-1],
}
VALUES = {
    "none": lambda x: x,
    "1/255": lambda x: x / 255.0,
    "-1..1": lambda x: x / 127.5 - 1,
    "-0.5..0.5": lambda x: x / 255.0 - 0.5,
    "-128": lambda x: x - 128,
    "65535": lambda x: x * 257,
    "-1024..1024": lambda x: x / 255.0 * 2048 - 1024,
    "imagenet": lambda x: (x / 255.0 - MEANS) / DEVIATIONS,
    "imagenet-means": lambda x: x - [123.68, 116.779, 103.939],
    "caffe": lambda x: x - [103.939, 116.779, 123.68],
}


def prepared(x, geometry, inverted, order, values):
    x = fitted(GEOMETRIES[geometry](x))
    x = 255 - x if inverted else x
    x = x[..., ::-1] if order == "BGR" else x
    return VALUES[values](x).astype(np.float32)


# kind, fed today, then what it was trained with: geometry, inverted, order, values.
PLANTED = [
    ("scale", "none", "STRETCHED", False, "RGB", "1/255"),
    ("scale", "1/255", "STRETCHED", False, "RGB", "none"),
    ("scale", "none", "STRETCHED", False, "RGB", "65535"),
    ("scale", "none", "STRETCHED", False, "RGB", "imagenet"),
    ("offset", "1/255", "STRETCHED", False, "RGB", "-1..1"),
    ("offset", "1/255", "STRETCHED", False, "RGB", "-0.5..0.5"),
    ("offset", "none", "STRETCHED", False, "RGB", "-128"),
    ("offset", "none", "STRETCHED", False, "RGB", "imagenet-means"),
    ("order", "1/255", "STRETCHED", False, "BGR", "1/255"),
    ("order", "none", "STRETCHED", False, "BGR", "none"),
    ("order", "none", "STRETCHED", False, "BGR", "caffe"),
    ("order", "none", "STRETCHED", False, "BGR", "1/255"),
    ("inversion", "1/255", "STRETCHED", True, "RGB", "1/255"),
    ("inversion", "none", "STRETCHED", True, "RGB", "none"),
    ("inversion", "none", "STRETCHED", True, "RGB", "-1..1"),
    ("inversion", "1/255", "STRETCHED", True, "BGR", "1/255"),
    ("crop", "1/255", "MIDDLE_THREE_QUARTERS", False, "RGB", "1/255"),
    ("crop", "1/255", "MIDDLE_HALF", False, "RGB", "1/255"),
    ("crop", "1/255", "ASPECT_PADDED", False, "RGB", "1/255"),
    ("crop", "none", "ASPECT_CROPPED", False, "RGB", "1/255"),
]


def network():
    layers = keras.layers
    return keras.Sequential([
        layers.Input((SIDE, SIDE, 3)),
        layers.Conv2D(12, 3, padding="same", use_bias=False),
        layers.BatchNormalization(),
        layers.Activation("relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(16, 3, padding="same"),
        layers.Activation("relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dense(4, activation="softmax"),
    ])


def main():
    tf.config.threading.set_intra_op_parallelism_threads(1)
    rng = np.random.default_rng(SEED)
    shown, labels = images(rng, SHOWN)
    for i, (pixels, label) in enumerate(zip(shown, labels)):
        folder = OUT / "images" / CLASSES[label]
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{i}.png").write_bytes(tf.io.encode_png(pixels.astype(np.uint8)).numpy())
    seen, classes = images(rng, TRAINED)
    watched, watched_classes = images(rng, WATCHED)
    planted = []
    for number, (kind, today, *trained_with) in enumerate(PLANTED, 1):
        keras.utils.set_random_seed(100 * SEED + number)
        model = network()
        model.compile(keras.optimizers.Adam(0.003), "sparse_categorical_crossentropy", metrics=["accuracy"])
        # The best epoch is what is kept.
        model.fit(
            prepared(seen, *trained_with), classes, batch_size=32, epochs=EPOCHS, verbose=0,
            validation_data=(prepared(watched, *trained_with), watched_classes),
            callbacks=[keras.callbacks.EarlyStopping(patience=EPOCHS, restore_best_weights=True)])
        accuracy = float(model.evaluate(prepared(shown, *trained_with), labels, verbose=0)[1])
        name = f"{number:02d}-{kind}"
        model.export(str(OUT / "exports" / name), verbose=False)
        geometry, inverted, order, values = trained_with
        planted.append({
            "name": name, "kind": kind, "today": today, "geometry": geometry, "inverted": inverted, "order": order,
            "values": values, "accuracy": accuracy,
        })
        print(json.dumps(planted[-1]), flush=True)
    (OUT / "planted.json").write_text(json.dumps({
        "madeBy": f"tensorflow {tf.__version__}, keras {keras.__version__}", "planted": planted}, indent=1) + "\n")


main()
