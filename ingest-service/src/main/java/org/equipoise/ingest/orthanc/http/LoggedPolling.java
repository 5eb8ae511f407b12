package org.equipoise.ingest.orthanc.http;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.equipoise.ingest.doors.ObjectOutcome;
import org.equipoise.ingest.doors.ObjectOutcome.Refused;
import org.equipoise.ingest.doors.ObjectOutcome.Stored;
import org.equipoise.ingest.orthanc.PollObserver;
import org.equipoise.ingest.orthanc.Position;
import org.jboss.logging.Logger;

/** Says in the log what became of what Orthanc has, and has it counted. */
record LoggedPolling(PollObserver counted) implements PollObserver {

    private static final Logger LOG = Logger.getLogger(LoggedPolling.class);

    @Override
    public void taken(long seq, List<ObjectOutcome> outcomes) {
        int images = 0;
        int stored = 0;
        Map<String, Integer> refused = new TreeMap<>();
        for (ObjectOutcome outcome : outcomes) {
            if (outcome instanceof Stored taken) {
                stored++;
                images += taken.part().objectKeys().size();
            } else {
                refused.merge(((Refused) outcome).refusal().code(), 1, Integer::sum);
            }
        }
        LOG.infof("study of Orthanc taken: change=%d stored=%d images=%d refused=%s", seq, stored, images, refused);
        counted.taken(seq, outcomes);
    }

    @Override
    public void gone(long seq, int instances) {
        LOG.infof(
                "deleted in Orthanc before it was fetched: change=%d instances=%s",
                seq, instances == 0 ? "all" : instances);
        counted.gone(seq, instances);
    }

    @Override
    public void leftOut(long seq, String reason) {
        LOG.errorf("left out, send it from Orthanc by C-STORE or STOW-RS: change=%d reason=%s", seq, reason);
        counted.leftOut(seq, reason);
    }

    @Override
    public void begins(Position from, String reason) {
        LOG.infof("Orthanc's changes are read: after=%d because=%s", from.seq(), reason);
        counted.begins(from, reason);
    }

    @Override
    public void failed(String kind, String reason) {
        LOG.warnf("Orthanc is asked again later: kind=%s reason=%s", kind, reason);
        counted.failed(kind, reason);
    }
}
