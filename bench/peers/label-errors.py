"""What cleanlab finds on the same out-of-fold probabilities: its ranking by normalised margin and its number of issues.

Reads an npz with probabilities [n, K] and labels [n]; prints one JSON object.
"""

import json
import sys

import cleanlab
import numpy
from cleanlab.count import estimate_joint
from cleanlab.filter import find_label_issues
from cleanlab.rank import get_normalized_margin_for_each_label


def main():
    arrays = numpy.load(sys.argv[1])
    labels = arrays["labels"]
    probabilities = arrays["probabilities"].astype(numpy.float64)
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    margin = get_normalized_margin_for_each_label(labels, probabilities)
    # Its issues first, ordered by margin, then the others: the order in which it would have them checked.
    issues = find_label_issues(labels, probabilities, filter_by="prune_by_noise_rate", n_jobs=1)
    ranked = numpy.lexsort((margin, ~issues))
    print(json.dumps({
        "version": cleanlab.__version__,
        "ranked": ranked.tolist(),
        "suspects": int(issues.sum()),
        "estimate": float(1 - numpy.trace(estimate_joint(labels, probabilities))),
    }))


main()
