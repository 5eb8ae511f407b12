"""What drift detectors of other libraries do on the streams of answers that ours gets, each with its usual settings.

Arguments: a library, an npz with reference [m], healthy [h] and broken [runs, n] (answered classes; the fault begins at
`fault`). One JSON object a detector: alarms on the healthy stream, and the delay of each run, -1 where it found nothing.
"""

import json
import logging
import sys
import warnings

import numpy

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

WINDOW = 500


def stream(name, make):
    """A detector that takes one answer at a time: whether it is the class that takes over."""

    def alarms(answers):
        detector = make()
        for n, answer in enumerate(answers):
            detector.update(float(answer == 0))
            if detector.drift_detected:
                yield n
                detector = make()

    return name, alarms


def windowed(name, test):
    """A test of windows of 500 answers, one after another, against the reference."""

    def alarms(answers):
        windows = len(answers) // WINDOW
        for w in test(answers[: windows * WINDOW].reshape(windows, WINDOW)):
            yield (w + 1) * WINDOW - 1

    return name, alarms


def river():
    import river
    from river import drift

    version = "River " + river.__version__
    yield stream(version + ", ADWIN", drift.ADWIN)
    yield stream(version + ", Page-Hinkley", drift.PageHinkley)


def evidently(reference):
    import pandas
    from importlib.metadata import version
    from evidently.legacy.calculations.stattests import jensenshannon_stat_test
    from evidently.legacy.core import ColumnType

    known = pandas.Series(reference)

    def test(windows):
        for w, window in enumerate(windows):
            if jensenshannon_stat_test(known, pandas.Series(window), ColumnType.Categorical, 0.1).drifted:
                yield w

    yield windowed("Evidently " + version("evidently") + ", Jensen-Shannon > 0.1", test)


def alibi(reference):
    from importlib.metadata import version
    from alibi_detect.cd import ChiSquareDrift

    detector = ChiSquareDrift(reference.reshape(-1, 1), p_val=0.05)

    def test(windows):
        for w, window in enumerate(windows):
            if detector.predict(window.reshape(-1, 1))["data"]["is_drift"]:
                yield w

    yield windowed("Alibi Detect " + version("alibi-detect") + ", chi2 p < 0.05", test)


def nannyml(reference):
    import pandas
    import nannyml as nml
    from importlib.metadata import version

    def frame(answers):
        return pandas.DataFrame({"answer": [str(a) for a in answers]})

    for method, shown in (("jensen_shannon", "Jensen-Shannon"), ("chi2", "chi2")):
        calculator = nml.UnivariateDriftCalculator(
            column_names=["answer"],
            treat_as_categorical=["answer"],
            categorical_methods=[method],
            chunk_size=WINDOW,
        ).fit(frame(reference))

        def test(windows, calculator=calculator, method=method):
            found = calculator.calculate(frame(windows.reshape(-1))).filter(period="analysis").to_df()
            alerts = found[("answer", method, "alert")].tolist()
            return [w for w, alert in enumerate(alerts) if alert]

        yield windowed("NannyML " + version("nannyml") + ", " + shown, test)


def main():
    arrays = numpy.load(sys.argv[2])
    reference, healthy, broken = (arrays[name].astype(int) for name in ("reference", "healthy", "broken"))
    fault = int(arrays["fault"][0])
    library = sys.argv[1]
    detectors = river() if library == "river" else globals()[library](reference)
    for name, alarms in detectors:
        delays = []
        for run in broken:
            first = next((n for n in alarms(run) if n >= fault), None)
            delays.append(-1 if first is None else first - fault + 1)
        print(json.dumps({
            "subject": name,
            "falseAlarms": sum(1 for _ in alarms(healthy)),
            "delays": delays,
        }), flush=True)


main()
