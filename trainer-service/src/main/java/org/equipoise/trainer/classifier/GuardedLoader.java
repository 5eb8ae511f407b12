package org.equipoise.trainer.classifier;

import java.util.UUID;

import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.trainer.work.RunStarts;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Loads versions, but not one that takes its process down with it (memory, a fault in native code): its images would be
 * read again by the next process, for ever. What counts is the time from the beginning of the loading to the first
 * answer.
 */
public final class GuardedLoader implements ClassifierLoader {

    /** Processes that may end in a row while they load one version: more are no accident. */
    static final int MOST_STARTS = 5;

    private final ClassifierLoader loader;
    private final RunStarts starts;
    private final String scorer;

    /**
     * @param starts remembers across processes
     * @param scorer which of the processes that score this one is; the same after it was started again
     */
    public GuardedLoader(ClassifierLoader loader, RunStarts starts, String scorer) {
        this.loader = loader;
        this.starts = starts;
        this.scorer = scorer;
    }

    @Override
    public Classifier load(Champion champion) {
        // Whoever announced the version chose its key: as a hash it is short and harmless.
        String id = "scoring-" + scorer + "-"
                + UUID.nameUUIDFromBytes(champion.artifactKey().getBytes(UTF_8));
        int begun = starts.begin(id, 0);
        if (begun > MOST_STARTS) {
            throw new UnusableModelException(
                    "the scoring process ended " + (begun - 1)
                            + " times in a row before this version's first answer; another version is tried at once",
                    null);
        }
        try {
            return new FirstAnswer(loader.load(champion), id);
        } catch (RuntimeException | Error e) {
            starts.end(id);
            throw e;
        }
    }

    private final class FirstAnswer implements Classifier {

        private final Classifier loaded;
        private final String id;
        private boolean asked;

        FirstAnswer(Classifier loaded, String id) {
            this.loaded = loaded;
            this.id = id;
        }

        @Override
        public ClassProbabilities classify(ImageBatch batch) {
            try {
                return loaded.classify(batch);
            } finally {
                cameBack();
            }
        }

        @Override
        public void close() {
            loaded.close();
            cameBack();
        }

        private void cameBack() {
            if (!asked) {
                asked = true;
                starts.end(id);
            }
        }
    }
}
