package org.equipoise.ingest.orthanc;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * What is asked of an Orthanc server. Each answer is bounded in bytes and time. What was deleted there is an empty
 * value; an answer that cannot be used is an {@link AnswerException}, and any other {@link IOException} says that it
 * cannot be reached.
 *
 * @see <a href="https://orthanc.uclouvain.be/api/">Orthanc's REST API</a>
 */
public interface Orthanc {

    /**
     * The changes after this number, as {@link ChangePage#checked} has it.
     *
     * @param most from 1
     */
    ChangePage changes(long since, int most) throws IOException;

    /** The largest number that a change ever had, even if it was deleted; 0 if there was none. */
    long lastSeq() throws IOException;

    /** Names of the instances of a study. */
    Optional<List<String>> instances(String study) throws IOException;

    /** Which study an instance belongs to. */
    Optional<ParentStudy> studyOf(String instance) throws IOException;

    /** An instance as a file; closed by whoever reads it. Reading it can fail as asking for it can. */
    Optional<InputStream> file(String instance) throws IOException;

    /**
     * The study of an instance.
     *
     * @param stable whether none of its instances came recently
     */
    record ParentStudy(String id, boolean stable) {

        @Override
        public String toString() {
            return "ParentStudy";
        }
    }
}
