package org.equipoise.local.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.equipoise.common.augmentation.AugmentationLimits;
import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.AugmentationPolicy.MixupPartner;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.Transform;
import org.equipoise.local.client.ClientException;
import org.equipoise.local.client.DatasetClient;
import org.equipoise.local.client.PreviewClient;
import org.equipoise.local.client.RecipeClient;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.client.UnreachableException;
import org.equipoise.local.options.HomeOption;
import org.equipoise.local.options.UsageException;
import org.equipoise.local.terminal.Next;
import org.equipoise.local.terminal.Terminal;
import org.equipoise.local.terminal.WholeFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code equipoise augment-preview}: what a recipe's augmentation makes of training images, as a picture. */
@Command(
        name = "augment-preview",
        description = "Writes a PNG of training images beside augmented copies of them, a row for each image, and says"
                + " what images of their modality do not bear.",
        footerHeading = "%nExample:%n",
        footer = "  equipoise augment-preview chest --set rotationDegrees=10",
        mixinStandardHelpOptions = true)
final class AugmentPreviewCommand implements Callable<Integer> {

    private static final String AUTO = "auto";
    private static final String PARTNER = "mixupPartner";

    private final CliContext context;

    @Mixin
    private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "DATASET[/VERSION]", description = "whose images are shown (default: the newest version)")
    private String dataset = "";

    @Option(
            names = "--recipe",
            defaultValue = AUTO,
            paramLabel = "RECIPE",
            description = "naive, auto, or a file of settings (default: ${DEFAULT-VALUE})")
    private String recipe = AUTO;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "a setting of the recipe; may be repeated")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--images", paramLabel = "N", description = "rows, 1 to 16 (default: ${DEFAULT-VALUE})")
    private int images = 6;

    @Option(names = "--copies", paramLabel = "N", description = "of each image, 1 to 12 (default: ${DEFAULT-VALUE})")
    private int copies = 6;

    @Option(names = "--seed", paramLabel = "N", description = "other images and copies (default: ${DEFAULT-VALUE})")
    private int seed = 1;

    @Option(
            names = "--out",
            paramLabel = "FILE.png",
            description = "default: DATASET-augmented.png; replaced when whole")
    private @Nullable Path out;

    AugmentPreviewCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        String[] named = dataset.split("/", 2);
        Names.require(named[0], "DATASET");
        if (named.length > 1) {
            Names.require(named[1], "VERSION");
        }
        RecipeOption chosen = RecipeOption.parse(recipe);
        Map<String, String> asked = new TreeMap<>(chosen.settings());
        asked.putAll(settings);
        StackConnection connection = context.connection(home.path());
        check(connection, chosen.name(), asked);
        DatasetFrozen version = version(new DatasetClient(connection), named);
        AugmentationPolicy policy = policy(chosen.name(), asked, version.modality());
        Path given = out;
        Path file = given == null ? Path.of(version.dataset() + "-augmented.png") : given;
        write(new PreviewClient(connection), version, written(policy), file);
        Terminal terminal = context.terminal();
        terminal.say(
                "Images of %s/%s (modality %s) and what %s makes of them are in %s",
                version.dataset(), version.version(), version.modality(), words(policy), file);
        exceeded(policy, version.modality()).forEach(line -> terminal.say("%s", line));
        Next.say(terminal, home.typed(), next(version.dataset()));
        return ExitCodes.OK;
    }

    private String[] next(String of) {
        Stream<String> set = settings.entrySet().stream()
                .flatMap(setting -> Stream.of("--set", setting.getKey() + "=" + setting.getValue()));
        return Stream.concat(Stream.of("train", "--dataset", of, "--recipe", recipe), set)
                .toArray(String[]::new);
    }

    /** What is no setting is refused as by {@code train}; a picture needs no trainer otherwise. */
    private void check(StackConnection connection, String name, Map<String, String> asked) {
        try {
            new RecipeClient(connection).problem(name, asked).ifPresent(problem -> {
                throw new UsageException(problem);
            });
        } catch (UnreachableException e) {
            context.terminal().problem("%s. The settings were not checked.", Failure.sentence(e));
        }
    }

    private static DatasetFrozen version(DatasetClient datasets, String[] named) {
        return datasets.frozen().stream()
                .filter(version -> version.dataset().equals(named[0]))
                .filter(version -> named.length == 1 || version.version().equals(named[1]))
                .reduce((older, newer) -> newer)
                .orElseThrow(() -> new ClientException(
                        (named.length == 1 ? "no version of dataset " : "no such version of dataset ") + named[0]
                                + " was frozen: \"equipoise train --dataset " + named[0] + "\" freezes one"));
    }

    private void write(PreviewClient client, DatasetFrozen version, String policy, Path file) {
        try {
            WholeFile.writeBytes(
                    file, out -> client.write(version, policy, new PreviewClient.Sheet(images, copies, seed), out));
        } catch (IOException e) {
            throw new ClientException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** What the recipe does to images: auto as far as the table of modalities says, others what is asked for. */
    static AugmentationPolicy policy(String recipe, Map<String, String> asked, String modality) {
        AugmentationPolicy policy =
                recipe.equals(AUTO) ? AugmentationLimits.standard().automatic(modality) : AugmentationPolicy.NONE;
        for (Transform transform : Transform.values()) {
            String value = asked.get(transform.setting());
            if (value != null) {
                policy = policy.with(transform, number(transform, value.strip()));
            }
        }
        return policy.mixedWith(partner(asked.getOrDefault(PARTNER, "any").strip()));
    }

    private static MixupPartner partner(String value) {
        return Arrays.stream(MixupPartner.values())
                .filter(partner -> name(partner).equals(value))
                .findFirst()
                .orElseThrow(() -> new UsageException(PARTNER + " must be any or balanced, got \"" + value + "\""));
    }

    private static String name(MixupPartner partner) {
        return partner.name().toLowerCase(Locale.ROOT);
    }

    private static double number(Transform transform, String value) {
        try {
            return transform.isFlag() ? (Boolean.parseBoolean(value) ? 1 : 0) : Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new UsageException(transform.setting() + " must be a number, got \"" + value + "\"");
        }
    }

    /** Transforms that do something, as augment reads them. */
    static String written(AugmentationPolicy policy) {
        Stream<String> transforms = Arrays.stream(Transform.values())
                .filter(transform -> transform.in(policy) != 0)
                .map(transform -> transform.setting() + "="
                        + (transform.isFlag() ? "true" : Double.toString(transform.in(policy))));
        Stream<String> partner = Stream.ofNullable(policy.mixupPartner()).map(drawn -> PARTNER + "=" + name(drawn));
        return Stream.concat(transforms, partner).collect(Collectors.joining(","));
    }

    private static String words(AugmentationPolicy policy) {
        String written = written(policy);
        return written.isEmpty() ? "no augmentation" : written.replace(",", ", ");
    }

    /** What a training would be refused for. */
    static List<String> exceeded(AugmentationPolicy policy, String modality) {
        return AugmentationLimits.standard().exceeded(policy, modality).stream()
                .map(limit -> "Modality " + modality + " does not bear "
                        + limit.transform().setting()
                        + (limit.transform().isFlag() ? "" : " above " + limit.most()) + ": " + limit.reason()
                        + ". A training needs augmentationLimits=none for it")
                .toList();
    }
}
