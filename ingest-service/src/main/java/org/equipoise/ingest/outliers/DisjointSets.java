package org.equipoise.ingest.outliers;

/** Which of numbered things belong together, by union and find. A set's root is its lowest member. */
final class DisjointSets {

    private final int[] parent;

    DisjointSets(int size) {
        parent = new int[size];
        for (int i = 0; i < size; i++) {
            parent[i] = i;
        }
    }

    int size() {
        return parent.length;
    }

    void join(int first, int second) {
        int one = root(first);
        int other = root(second);
        parent[Math.max(one, other)] = Math.min(one, other);
    }

    int root(int i) {
        int at = i;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }
}
