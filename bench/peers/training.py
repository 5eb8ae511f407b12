"""The networks of the trainer service, layer by layer, in Keras and in PyTorch.

Arguments: library (keras or torch), network (article or residual), side, batch, threads. Then one command a line from
standard input, one JSON object a line to standard output, as bench/measured/Trainer.java speaks too: rates by the way
the library was used, of which the reader takes the fastest. Times are wall time.
"""

import json
import math
import os
import sys
import time

LIBRARY, NETWORK = sys.argv[1:3]
SIDE, BATCH, THREADS = (int(argument) for argument in sys.argv[3:6])
CLASSES, BATCHES, WARM_UP, WARM_UP_SINGLE = 2, 16, 12, 100
WIDTHS = (16, 32, 64)

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import numpy

generator = numpy.random.default_rng(1)
images = generator.integers(0, 256, (BATCH * BATCHES, SIDE, SIDE, 1), dtype=numpy.uint8)
labels = generator.integers(0, CLASSES, BATCH * BATCHES, dtype=numpy.int32)


def batch_of(step):
    start = step % BATCHES * BATCH
    return images[start:start + BATCH], labels[start:start + BATCH]


def rate(call, seconds):
    """Images/s of call(step) on one batch."""
    begin, step = time.perf_counter(), 0
    while time.perf_counter() - begin < seconds:
        call(step)
        step += 1
    return [step * BATCH / (time.perf_counter() - begin)]


def latencies(call, seconds):
    """Milliseconds of call(image): p50, p99."""
    begin, taken = time.perf_counter(), []
    while time.perf_counter() - begin < seconds:
        start = len(taken) % len(images)
        before = time.perf_counter()
        call(images[start:start + 1])
        taken.append((time.perf_counter() - before) * 1000)
    taken.sort()
    return [taken[len(taken) // 2], taken[math.ceil(len(taken) * 0.99) - 1]]


class Keras:
    def __init__(self):
        import keras
        import tensorflow

        tensorflow.config.threading.set_intra_op_parallelism_threads(THREADS)
        tensorflow.config.threading.set_inter_op_parallelism_threads(THREADS)
        keras.utils.set_random_seed(1)
        self.name = f"Keras {keras.__version__}, TensorFlow {tensorflow.__version__}"
        pixels = keras.Input((SIDE, SIDE, 1), dtype="uint8")
        scaled = keras.layers.Rescaling(1 / 255)(pixels)
        features = self.article(scaled, keras.layers) if NETWORK == "article" else self.residual(scaled, keras.layers)
        self.model = keras.Model(pixels, keras.layers.Dense(CLASSES)(features))
        self.model.compile(
            keras.optimizers.Adam(0.001), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
        self.parameters = sum(int(numpy.prod(weight.shape)) for weight in self.model.trainable_weights)
        # Serving answers probabilities, as ours does.
        self.server = keras.Model(pixels, keras.layers.Softmax()(self.model.output))
        self.server.compile()
        self.compiled = tensorflow.function(
            lambda x: self.server(x, training=False), input_signature=[
                tensorflow.TensorSpec((None, SIDE, SIDE, 1), tensorflow.uint8)])

    def article(self, x, layers):
        x = layers.MaxPooling2D()(layers.Conv2D(32, 3, padding="same", activation="relu")(x))
        x = layers.MaxPooling2D()(layers.Conv2D(64, 3, padding="same", activation="relu")(x))
        return layers.Dense(128, activation="relu")(layers.Flatten()(x))

    def residual(self, x, layers):
        def normalised(x, filters, side, stride):
            x = layers.Conv2D(filters, side, stride, padding="same", use_bias=False)(x)
            return layers.BatchNormalization(momentum=0.9, epsilon=1e-3)(x)

        x = layers.ReLU()(normalised(x, WIDTHS[0], 3, 2 if SIDE >= 48 else 1))
        for stage, filters in enumerate(WIDTHS):
            stride = 2 if stage else 1
            y = layers.ReLU()(normalised(x, filters, 3, stride))
            y = normalised(y, filters, 3, 1)
            x = layers.ReLU()(layers.Add()([y, normalised(x, filters, 1, stride) if stage else x]))
        return layers.GlobalAveragePooling2D()(x)

    def warm_up(self):
        for step in range(WARM_UP):
            self.model.train_on_batch(*batch_of(step))
        self.model.fit(images, labels, batch_size=BATCH, verbose=0)
        for step in range(WARM_UP):
            self.server.predict(batch_of(step)[0], verbose=0)
            self.server(batch_of(step)[0], training=False)
            self.compiled(batch_of(step)[0])
        for _ in range(WARM_UP_SINGLE):
            self.server.predict(images[:1], verbose=0)
            self.server(images[:1], training=False)
            self.compiled(images[:1])

    def train(self, seconds):
        one_by_one = rate(lambda step: self.model.train_on_batch(*batch_of(step)), seconds)
        many = self.as_long(one_by_one[0], seconds)
        some_labels = numpy.resize(labels, len(many))
        begin = time.perf_counter()
        self.model.fit(many, some_labels, batch_size=BATCH, verbose=0)
        return {"train_on_batch": one_by_one, "fit": [len(many) / (time.perf_counter() - begin)]}

    def score(self, seconds):
        called = rate(lambda step: numpy.asarray(self.server(batch_of(step)[0], training=False)), seconds)
        many = self.as_long(called[0], seconds)
        begin = time.perf_counter()
        self.server.predict(many, batch_size=BATCH, verbose=0)
        predicted = [len(many) / (time.perf_counter() - begin)]
        compiled = rate(lambda step: self.compiled(batch_of(step)[0]).numpy(), seconds)
        return {"predict": predicted, "model(x)": called, "tf.function": compiled}

    def single(self, seconds):
        return {
            "predict": latencies(lambda image: self.server.predict(image, verbose=0), seconds),
            "model(x)": latencies(lambda image: numpy.asarray(self.server(image, training=False)), seconds),
            "tf.function": latencies(lambda image: self.compiled(image).numpy(), seconds),
        }

    def as_long(self, images_per_second, seconds):
        """So many images that a pass over them takes about that long, in whole batches."""
        count = max(1, round(images_per_second * seconds / BATCH)) * BATCH
        return numpy.resize(images, (count, SIDE, SIDE, 1))


class Torch:
    def __init__(self):
        import torch
        from torch import nn

        torch.set_num_threads(THREADS)
        torch.set_num_interop_threads(THREADS)
        torch.manual_seed(1)
        self.torch = torch
        self.name = f"PyTorch {torch.__version__}"

        class Residual(nn.Module):
            def __init__(self, into, out, stride):
                super().__init__()
                self.way = nn.Sequential(*normalised(into, out, 3, stride), nn.ReLU(), *normalised(out, out, 3, 1))
                same = stride == 1 and into == out
                self.past = nn.Identity() if same else nn.Sequential(*normalised(into, out, 1, stride))

            def forward(self, x):
                return torch.relu(self.way(x) + self.past(x))

        def normalised(into, out, side, stride):
            convolution = nn.Conv2d(into, out, side, stride, padding=side // 2, bias=False)
            return convolution, nn.BatchNorm2d(out, eps=1e-3, momentum=0.1)

        def article():
            return nn.Sequential(
                nn.Conv2d(1, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
                nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
                nn.Flatten(), nn.Linear((SIDE // 4) ** 2 * 64, 128), nn.ReLU(), nn.Linear(128, CLASSES))

        def residual():
            widths = (WIDTHS[0],) + WIDTHS
            blocks = [Residual(widths[i], widths[i + 1], 2 if i else 1) for i in range(len(WIDTHS))]
            return nn.Sequential(
                *normalised(1, WIDTHS[0], 3, 2 if SIDE >= 48 else 1), nn.ReLU(), *blocks,
                nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(WIDTHS[-1], CLASSES))

        self.loss = nn.CrossEntropyLoss()
        self.models = {}
        for layout, memory in (("contiguous", torch.contiguous_format), ("channels_last", torch.channels_last)):
            model = (article if NETWORK == "article" else residual)().to(memory_format=memory)
            optimiser = torch.optim.Adam(model.parameters(), 0.001, eps=1e-7, fused=True)
            self.models[layout] = (model, optimiser, memory)
        self.parameters = sum(parameter.numel() for parameter in model.parameters())

    def pixels(self, array, memory):
        tensor = self.torch.from_numpy(array).permute(0, 3, 1, 2)
        return (tensor.float() * (1 / 255)).contiguous(memory_format=memory)

    def learn(self, layout, step):
        model, optimiser, memory = self.models[layout]
        some_images, some_labels = batch_of(step)
        model.train()
        optimiser.zero_grad()
        loss = self.loss(model(self.pixels(some_images, memory)), self.torch.from_numpy(some_labels).long())
        loss.backward()
        optimiser.step()
        return loss.item()

    def answer(self, layout, some_images):
        model, _, memory = self.models[layout]
        model.eval()
        with self.torch.inference_mode():
            return self.torch.softmax(model(self.pixels(some_images, memory)), 1).numpy()

    def warm_up(self):
        for layout in self.models:
            for step in range(WARM_UP):
                self.learn(layout, step)
                self.answer(layout, batch_of(step)[0])
            for _ in range(WARM_UP_SINGLE):
                self.answer(layout, images[:1])

    def train(self, seconds):
        return {layout: rate(lambda step: self.learn(layout, step), seconds) for layout in self.models}

    def score(self, seconds):
        return {
            layout: rate(lambda step: self.answer(layout, batch_of(step)[0]), seconds) for layout in self.models}

    def single(self, seconds):
        return {layout: latencies(lambda image: self.answer(layout, image), seconds) for layout in self.models}


def main():
    subject = Keras() if LIBRARY == "keras" else Torch()
    print(json.dumps({"subject": subject.name, "parameters": subject.parameters}), flush=True)
    for line in sys.stdin:
        command, amount = line.split()
        if command == "warm-up":
            answer = subject.warm_up() or {}
        else:
            answer = {"train": subject.train, "score": subject.score, "single": subject.single}[command](float(amount))
        print(json.dumps(answer), flush=True)


main()
