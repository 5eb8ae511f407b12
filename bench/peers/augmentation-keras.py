"""What Keras offers for the same work: its layers that flip, rotate, zoom and shift a batch of images, one after the
other, each with its own bilinear resampling and replicated edges.

Arguments: warp, rounds, seconds of a round, shapes. Prints one JSON object per shape. Times are CPU time of this
process, with one thread.
"""

import json
import os
import sys
import time

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy
import tensorflow

tensorflow.config.threading.set_inter_op_parallelism_threads(1)
tensorflow.config.threading.set_intra_op_parallelism_threads(1)

BATCH = 64


def warp():
    nearest = {"fill_mode": "nearest", "interpolation": "bilinear"}
    layers = [
        keras.layers.RandomFlip("horizontal"),
        keras.layers.RandomRotation(10 / 360, **nearest),
        keras.layers.RandomZoom(0.1, **nearest),
        keras.layers.RandomTranslation(0.08, 0.08, **nearest),
    ]

    @tensorflow.function
    def augmented(images):
        for layer in layers:
            images = layer(images, training=True)
        return images

    return augmented


def images_per_second(warped, images, seconds):
    begin = time.process_time()
    done = 0
    while time.process_time() - begin < seconds:
        warped(images).numpy()
        done += BATCH
    return done / (time.process_time() - begin)


def main():
    work, rounds, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    if work != "warp":
        sys.exit("only the warp is measured of Keras, got " + work)
    for shape in sys.argv[4:]:
        side, channels = (int(n) for n in shape.split("x"))
        images = tensorflow.constant(numpy.random.randint(0, 256, (BATCH, side, side, channels)).astype("float32"))
        warped = warp()
        images_per_second(warped, images, seconds)
        rates = [images_per_second(warped, images, seconds) for _ in range(rounds)]
        print(json.dumps({"shape": shape, "subject": "Keras " + keras.__version__, "rates": rates}), flush=True)


main()
