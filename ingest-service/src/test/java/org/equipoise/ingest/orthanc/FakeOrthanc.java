package org.equipoise.ingest.orthanc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.equipoise.common.hashing.Sha256;

/** A server in memory, which logs what comes as Orthanc does. */
public final class FakeOrthanc implements Orthanc {

    final List<Change> changes = new ArrayList<>();
    final Map<String, Map<String, byte[]>> studies = new LinkedHashMap<>();
    final Set<String> broken = new HashSet<>();
    /** Studies that it cannot list for now, and instances of which it cannot give the file. */
    final Set<String> away = new HashSet<>();

    final Set<String> unstable = new HashSet<>();
    String day = "20260101";
    long last;
    volatile int files;
    int lists;

    /** As Orthanc names something, a hash. */
    public static String id(String name) {
        return Sha256.hex(name).substring(0, 40).replaceAll("(.{8})(?=.)", "$1-");
    }

    void log(String type, String name) throws AnswerException {
        last++;
        changes.add(Change.of(last, day + String.format(Locale.ROOT, "T%06d", last), type, id(name)));
    }

    /** An instance comes. */
    public void store(String study, String instance, byte[] file) throws AnswerException {
        studies.computeIfAbsent(id(study), key -> new LinkedHashMap<>()).put(id(instance), file);
        log("NewInstance", instance);
    }

    /** No instance came for a while. */
    public void stable(String study) throws AnswerException {
        log("StableStudy", study);
    }

    /** As Orthanc does: its changes go, too. */
    void delete(String study) {
        studies.remove(id(study));
        changes.removeIf(change -> change.id().equals(id(study)));
    }

    @Override
    public ChangePage changes(long since, int most) throws IOException {
        List<Change> after =
                changes.stream().filter(change -> change.seq() > since).toList();
        return new ChangePage(after.subList(0, Math.min(most, after.size())), after.size() <= most)
                .checked(since, most);
    }

    @Override
    public long lastSeq() {
        return last;
    }

    @Override
    public Optional<List<String>> instances(String study) throws IOException {
        lists++;
        refuseBroken(study);
        refuseAway(study);
        return Optional.ofNullable(studies.get(study)).map(files -> List.copyOf(files.keySet()));
    }

    @Override
    public Optional<ParentStudy> studyOf(String instance) throws IOException {
        refuseBroken(instance);
        return studies.entrySet().stream()
                .filter(study -> study.getValue().containsKey(instance))
                .map(study -> new ParentStudy(study.getKey(), !unstable.contains(study.getKey())))
                .findFirst();
    }

    @Override
    public Optional<InputStream> file(String instance) throws IOException {
        refuseBroken(instance);
        refuseAway(instance);
        files++;
        return studies.values().stream()
                .filter(study -> study.containsKey(instance))
                .<InputStream>map(study -> new ByteArrayInputStream(study.getOrDefault(instance, new byte[0])))
                .findFirst();
    }

    private void refuseAway(String id) throws AnswerException {
        if (away.contains(id)) {
            throw AnswerException.passing("it was answered with status 500");
        }
    }

    private void refuseBroken(String id) throws AnswerException {
        if (broken.contains(id)) {
            throw new AnswerException("it was answered with status 400");
        }
    }
}
