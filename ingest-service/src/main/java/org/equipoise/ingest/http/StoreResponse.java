package org.equipoise.ingest.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.equipoise.ingest.doors.ObjectOutcome;
import org.equipoise.ingest.doors.ObjectOutcome.Refused;
import org.equipoise.ingest.doors.SenderUids;

/**
 * The answer to a store request (PS3.18, 10.5.3 and annex I) in the DICOM JSON model (PS3.18, annex F): which instances
 * were taken, and which were not, with the reasons as C-STORE has them (PS3.4, table B.2-1). Instances are named by the
 * UIDs that their sender knows. Nothing can be retrieved, so there is no Retrieve URL.
 */
record StoreResponse(int status, Map<String, Object> dataSet, List<String> warnings) {

    private static final String RETRIEVE_URL = "00081190";
    private static final String REFERENCED_SOP_SEQUENCE = "00081199";
    private static final String FAILED_SOP_SEQUENCE = "00081198";
    private static final String OTHER_FAILURES_SEQUENCE = "0008119A";
    private static final String REFERENCED_SOP_CLASS_UID = "00081150";
    private static final String REFERENCED_SOP_INSTANCE_UID = "00081155";
    private static final String FAILURE_REASON = "00081197";

    /** Sentences that are told beside the codes. */
    private static final int MOST_WARNINGS = 8;

    static StoreResponse of(List<ObjectOutcome> outcomes) {
        List<Object> taken = new ArrayList<>();
        List<Object> failed = new ArrayList<>();
        List<Object> others = new ArrayList<>();
        Set<String> warnings = new LinkedHashSet<>();
        for (ObjectOutcome outcome : outcomes) {
            Map<String, Object> item = reference(outcome.sender());
            if (outcome instanceof Refused refused) {
                item.put(FAILURE_REASON, value("US", refused.refusal().status()));
                (outcome.sender().sopInstance().isEmpty() ? others : failed).add(item);
                if (warnings.size() < MOST_WARNINGS) {
                    warnings.add(refused.refusal().sentence());
                }
            } else {
                taken.add(item);
            }
        }
        Map<String, Object> dataSet = new LinkedHashMap<>();
        dataSet.put(RETRIEVE_URL, Map.of("vr", "UR"));
        sequence(dataSet, FAILED_SOP_SEQUENCE, failed);
        sequence(dataSet, REFERENCED_SOP_SEQUENCE, taken);
        sequence(dataSet, OTHER_FAILURES_SEQUENCE, others);
        boolean all = failed.isEmpty() && others.isEmpty();
        return new StoreResponse(all ? 200 : taken.isEmpty() ? 409 : 202, dataSet, List.copyOf(warnings));
    }

    private static void sequence(Map<String, Object> dataSet, String tag, List<Object> items) {
        if (!items.isEmpty()) {
            dataSet.put(tag, Map.of("vr", "SQ", "Value", items));
        }
    }

    private static Map<String, Object> reference(SenderUids sender) {
        Map<String, Object> item = new LinkedHashMap<>();
        if (!sender.sopClass().isEmpty()) {
            item.put(REFERENCED_SOP_CLASS_UID, value("UI", sender.sopClass()));
        }
        if (!sender.sopInstance().isEmpty()) {
            item.put(REFERENCED_SOP_INSTANCE_UID, value("UI", sender.sopInstance()));
        }
        return item;
    }

    private static Map<String, Object> value(String vr, Object value) {
        return Map.of("vr", vr, "Value", List.of(value));
    }
}
