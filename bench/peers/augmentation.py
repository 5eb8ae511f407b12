"""What Python offers for the same work: flip, rotate, zoom and shift in one bilinear warp with replicated edges, and the
pipeline of eight transforms that blurs, brightens and adds noise, too.

Arguments: warp or pipeline, rounds, seconds of a round, shapes. Prints one JSON object per shape and library. Times are
CPU time of this process, with one thread.
"""

import json
import os
import random
import sys
import time

os.environ["NO_ALBUMENTATIONS_UPDATE"] = "1"

import albumentations
import cv2
import numpy

cv2.setNumThreads(1)


def opencv_warp(side):
    def warp(image):
        middle = (side - 1) / 2
        angle = random.uniform(-10, 10)
        matrix = cv2.getRotationMatrix2D((middle, middle), angle, 1 + random.uniform(-0.1, 0.1))
        if random.random() < 0.5:
            matrix = matrix @ numpy.array([[-1, 0, side - 1], [0, 1, 0], [0, 0, 1]])
        matrix[0, 2] += random.uniform(-0.08, 0.08) * side
        matrix[1, 2] += random.uniform(-0.08, 0.08) * side
        return cv2.warpAffine(image, matrix, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)

    return warp


def albumentations_warp(side, then=()):
    pipeline = albumentations.Compose([
        albumentations.HorizontalFlip(p=0.5),
        albumentations.Affine(
            rotate=(-10, 10),
            scale=(0.9, 1.1),
            translate_percent=(-0.08, 0.08),
            interpolation=cv2.INTER_LINEAR,
            border_mode=cv2.BORDER_REPLICATE,
            p=1,
        ),
        *then,
    ])
    return lambda image: pipeline(image=image)["image"]


def albumentations_pipeline(side):
    return albumentations_warp(side, [
        albumentations.GaussianBlur(blur_limit=0, sigma_limit=(0, 0.02 * side), p=1),
        albumentations.RandomBrightnessContrast(brightness_limit=0.1, contrast_limit=0.15, p=1),
        albumentations.RandomGamma(gamma_limit=(67, 150), p=1),
        albumentations.GaussNoise(std_range=(0, 0.05), p=1),
    ])


def images_per_second(warp, images, seconds):
    begin = time.process_time()
    done = 0
    while time.process_time() - begin < seconds:
        for image in images:
            warp(image)
        done += len(images)
    return done / (time.process_time() - begin)


def main():
    work, rounds, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    peers = {"albumentations " + albumentations.__version__: albumentations_pipeline}
    if work == "warp":
        peers = {
            "OpenCV " + cv2.__version__: opencv_warp,
            "albumentations " + albumentations.__version__: albumentations_warp,
        }
    for shape in sys.argv[4:]:
        side, channels = (int(n) for n in shape.split("x"))
        images = numpy.random.randint(0, 256, (64, side, side, channels), dtype=numpy.uint8)
        for name, make in peers.items():
            warp = make(side)
            images_per_second(warp, images, seconds)
            rates = [images_per_second(warp, images, seconds) for _ in range(rounds)]
            print(json.dumps({"shape": shape, "subject": name, "rates": rates}), flush=True)


main()
