package org.equipoise.local.sets;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.equipoise.common.labels.Split;
import org.equipoise.common.words.Counted;
import org.jspecify.annotations.Nullable;

/**
 * A folder per class, with the splits' folders above or below, and a patient's folder below the class if there is one.
 * What could be read in two ways is refused with both.
 */
final class ClassFolders {

    private static final Pattern FOLD = Pattern.compile("(?:k?-?folds?|cv)[ _-]?\\d+", Pattern.CASE_INSENSITIVE);
    private static final Pattern PART = Pattern.compile(
            "(?:.*[ _-])?(?:parts?|chunks?|batch|vol|volume|shard|zip|disc|images?|imgs?|files?)[ _-]?\\d+",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern PART_OF_SPLIT = Pattern.compile(
            "(?:train|training|val|valid|validation|test|testing)[ _-](?:images?|imgs?|data|set|files)",
            Pattern.CASE_INSENSITIVE);
    /** Folders that only say what kind of files they hold. */
    private static final Set<String> CONTAINERS =
            Set.of("images", "image", "imgs", "img", "pictures", "png", "jpg", "jpeg", "originals", "raw");

    private static final int EXAMPLES = 5;

    private final ReadingOptions options;
    private final List<String> notes;

    private ClassFolders(ReadingOptions options, List<String> notes) {
        this.options = options;
        this.notes = notes;
    }

    /** Where one image lies: its folders from the top, without those that mean nothing. */
    private record Place(String path, @Nullable Split split, List<String> folders) {}

    /** These images of the tree, in their order. Images that lie in no class folder have no label. */
    static List<SetImage> read(FileTree tree, List<String> images, ReadingOptions options, List<String> notes) {
        try {
            return new ClassFolders(options, notes).read(tree, images);
        } catch (SetException e) {
            if (!options.labelsOptional()) {
                throw e;
            }
            notes.add("read without labels: " + e.getMessage());
            return images.stream()
                    .map(path -> new SetImage(path, null, null, null, () -> tree.read(path)))
                    .toList();
        }
    }

    private List<SetImage> read(FileTree tree, List<String> images) {
        refuseFolds(images);
        List<Place> places = unwrapped(places(images));
        refuseParts(places);
        Map<String, String> patients = patients(places);
        List<@Nullable String> names = new ArrayList<>();
        for (Place place : places) {
            names.add(
                    place.folders().isEmpty()
                            ? null
                            : LabelCells.tidy(place.folders().get(0)));
        }
        List<@Nullable String> labels = LabelCells.oneSpelling(names, notes);
        long loose = labels.stream().filter(label -> label == null).count();
        if (loose > 0 && loose < labels.size()) {
            notes.add(Counted.of(
                    loose,
                    "image lies in no class folder and has no label",
                    "images lie in no class folder and have no label"));
        }
        List<SetImage> found = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            found.add(new SetImage(
                    place.path(),
                    labels.get(i),
                    place.split(),
                    patients.get(place.path()),
                    () -> tree.read(place.path())));
        }
        return found;
    }

    private static void refuseFolds(List<String> images) {
        Set<String> folds = new TreeSet<>();
        for (String path : images) {
            folders(path).stream().filter(name -> FOLD.matcher(name).matches()).forEach(folds::add);
        }
        if (!folds.isEmpty()) {
            throw new SetException(
                    examples(folds) + " are folds of a cross-validation, neither classes nor splits. Which"
                            + " of them are to train, to validate and to test on? Sort their folders under train, val and test, or"
                            + " write a manifest.csv with path,label,split");
        }
    }

    /** The places with their splits, which stand in one level of folders or in none. */
    private List<Place> places(List<String> images) {
        List<String> within =
                images.stream().filter(path -> path.indexOf('/') >= 0).toList();
        int level = splitLevel(within);
        Set<Split> splits = new HashSet<>();
        List<Place> places = new ArrayList<>();
        for (String path : images) {
            List<String> folders = new ArrayList<>(folders(path));
            Split split = null;
            if (level >= 0 && !folders.isEmpty()) {
                split = Split.named(folders.remove(level)).orElseThrow();
                splits.add(split);
                if (level > 0 && folders.size() > level) {
                    throw new SetException(path + ": is the class " + folders.get(0) + ", above the split, or "
                            + folders.get(level) + ", below it? Put the splits at the top, or write a manifest.csv");
                }
            }
            places.add(new Place(path, split, folders));
        }
        if (splits.equals(Set.of(Split.TRAIN))) {
            notes.add("everything lies under train: that is no split, and it is treated as none");
            return places.stream()
                    .map(place -> new Place(place.path(), null, place.folders()))
                    .toList();
        }
        return places;
    }

    /** The level of folders that all are splits, -1 where none of them is. */
    private static int splitLevel(List<String> images) {
        String with = null;
        String without = null;
        int deepest = Integer.MAX_VALUE;
        for (String path : images) {
            List<String> folders = folders(path);
            deepest = Math.min(deepest, folders.size());
            if (folders.stream().anyMatch(name -> Split.named(name).isPresent())) {
                with = with == null ? path : with;
            } else {
                without = without == null ? path : without;
            }
        }
        if (with == null) {
            return -1;
        }
        if (without == null) {
            for (int level = 0; level < deepest; level++) {
                int at = level;
                if (images.stream()
                        .allMatch(path -> Split.named(folders(path).get(at)).isPresent())) {
                    return level;
                }
            }
            throw new SetException("the splits stand in different levels of folders, e.g. " + with + " and "
                    + other(images, with) + ". Put them at the top, or write a manifest.csv");
        }
        throw new SetException(
                with + " lies in a folder with a split's name, " + without + " does not. Splits are called"
                        + " train (training), val (valid, validation, dev) and test (testing, holdout). If that is a class, give it"
                        + " another name; if the other is a split, call it so; or write a manifest.csv");
    }

    private static String other(List<String> images, String path) {
        int level = levelOf(path);
        return images.stream()
                .filter(image -> levelOf(image) != level)
                .findFirst()
                .orElse(images.get(images.size() - 1));
    }

    private static int levelOf(String path) {
        List<String> folders = folders(path);
        for (int i = 0; i < folders.size(); i++) {
            if (Split.named(folders.get(i)).isPresent()) {
                return i;
            }
        }
        return -1;
    }

    /** Without a first folder that everything lies in, where there are folders below, and without containers. */
    private static List<Place> unwrapped(List<Place> places) {
        List<Place> inner = places;
        while (true) {
            List<Place> within =
                    inner.stream().filter(place -> !place.folders().isEmpty()).toList();
            boolean wrapped = !within.isEmpty()
                    && within.stream().allMatch(place -> place.folders().size() > 1)
                    && within.stream()
                                    .map(place -> place.folders().get(0))
                                    .distinct()
                                    .count()
                            == 1;
            if (!wrapped) {
                return inner.stream().map(ClassFolders::withoutContainers).toList();
            }
            inner = inner.stream()
                    .map(place -> place.folders().isEmpty()
                            ? place
                            : new Place(
                                    place.path(),
                                    place.split(),
                                    place.folders().subList(1, place.folders().size())))
                    .toList();
        }
    }

    private static Place withoutContainers(Place place) {
        List<String> folders = new ArrayList<>(place.folders());
        while (folders.size() > 1
                && CONTAINERS.contains(folders.get(folders.size() - 1).toLowerCase(Locale.ROOT))) {
            folders.remove(folders.size() - 1);
        }
        return new Place(place.path(), place.split(), folders);
    }

    private static void refuseParts(List<Place> places) {
        Set<String> classes = places.stream()
                .filter(place -> !place.folders().isEmpty())
                .map(place -> place.folders().get(0))
                .collect(Collectors.toCollection(TreeSet::new));
        boolean parts = !classes.isEmpty()
                && classes.stream()
                        .allMatch(name -> PART.matcher(name).matches()
                                || PART_OF_SPLIT.matcher(name).matches());
        if (parts) {
            throw new SetException(
                    examples(classes) + " are parts of an archive, no classes. A file must say the labels:"
                            + " --labels-file FILE.csv, with --image-column and --label-column where its columns are not called"
                            + " path and label");
        }
    }

    /** The patient of each image that has one, by path. */
    private Map<String, String> patients(List<Place> places) {
        Map<String, String> patients = new HashMap<>();
        List<Place> classed =
                places.stream().filter(place -> !place.folders().isEmpty()).toList();
        int most = classed.stream()
                .mapToInt(place -> place.folders().size() - 1)
                .max()
                .orElse(0);
        int fewest = classed.stream()
                .mapToInt(place -> place.folders().size() - 1)
                .min()
                .orElse(0);
        Integer said = options.patientLevel();
        if (most == 0 || (said != null && said == 0)) {
            return patients;
        }
        if (said != null && said > fewest) {
            throw new SetException("--patient-level " + said + ": there are " + fewest + " levels below a class at "
                    + shallowest(classed, fewest));
        }
        int level = said == null ? 1 : said;
        if (said == null) {
            requireOneLevel(classed, fewest, most);
            requireOwnNames(classed);
        }
        for (Place place : classed) {
            patients.put(place.path(), LabelCells.tidy(place.folders().get(level)));
        }
        notes.add(String.format(
                Locale.ROOT,
                "the folders below a class are patients, %,d of them (%s): each is kept on one side; --patient-level 0"
                        + " if they are not",
                new HashSet<>(patients.values()).size(),
                examples(new TreeSet<>(patients.values()))));
        return patients;
    }

    private static void requireOneLevel(List<Place> classed, int fewest, int most) {
        if (fewest != most) {
            throw new SetException(
                    "some images lie in a class folder (" + shallowest(classed, fewest)
                            + ") and some below it (" + deepest(classed, most)
                            + "). Are the folders below patients, other classes,"
                            + " or nothing? --patient-level 0 reads them as nothing; or write a manifest.csv with path,label,patient");
        }
        if (most > 1) {
            throw new SetException("images lie " + most + " levels of folders below a class, e.g. "
                    + deepest(classed, most)
                    + ": which of them is the patient? --patient-level 1 is the first below the"
                    + " class, --patient-level 0 means none; or write a manifest.csv with path,label,patient");
        }
    }

    /** Folders of the same names in every class are as well the classes of several sites. */
    private static void requireOwnNames(List<Place> classed) {
        Map<String, Set<String>> below = new TreeMap<>();
        classed.forEach(place -> below.computeIfAbsent(place.folders().get(0), c -> new TreeSet<>())
                .add(place.folders().get(1)));
        Set<Set<String>> kinds = new HashSet<>(below.values());
        if (below.size() > 1 && kinds.size() == 1) {
            Set<String> names = kinds.iterator().next();
            throw new SetException(examples(names) + " lie in each of " + examples(below.keySet())
                    + ": which are the classes? --patient-level 1 if these are classes and those patients; otherwise write a"
                    + " manifest.csv with path,label");
        }
    }

    private static String shallowest(List<Place> classed, int levels) {
        return classed.stream()
                .filter(place -> place.folders().size() - 1 == levels)
                .map(Place::path)
                .findFirst()
                .orElse("?");
    }

    private static String deepest(List<Place> classed, int levels) {
        return shallowest(classed, levels);
    }

    private static List<String> folders(String path) {
        List<String> parts = List.of(path.split("/"));
        return parts.subList(0, parts.size() - 1);
    }

    private static String examples(Collection<String> names) {
        String list =
                names.stream().limit(EXAMPLES).map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
        return names.size() > EXAMPLES ? list + " and " + Counted.of(names.size() - EXAMPLES, "other") : list;
    }
}
