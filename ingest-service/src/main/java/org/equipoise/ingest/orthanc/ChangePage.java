package org.equipoise.ingest.orthanc;

import java.util.List;

/**
 * Changes that follow each other.
 *
 * @param done whether the log ends with them
 */
public record ChangePage(List<Change> changes, boolean done) {

    public ChangePage {
        changes = List.copyOf(changes);
    }

    /**
     * What is really the answer to a question.
     *
     * @param since their numbers are larger
     * @param most changes that were asked for
     * @throws AnswerException if it is not
     */
    public ChangePage checked(long since, int most) throws AnswerException {
        if (changes.size() > most) {
            throw new AnswerException("/changes has more than the " + most + " changes that were asked for");
        }
        long last = since;
        for (Change change : changes) {
            if (change.seq() <= last) {
                throw new AnswerException("the Seq of /changes do not rise");
            }
            last = change.seq();
        }
        return this;
    }
}
