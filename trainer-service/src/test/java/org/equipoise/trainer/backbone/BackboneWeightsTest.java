package org.equipoise.trainer.backbone;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.trainer.pickle.PyTorchFile;
import org.equipoise.trainer.pickle.StateDictionaries;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BackboneWeightsTest {

    private final Map<String, WeightTensor> arrays = StateDictionaries.lite0(1);

    /**
     * Tan and Le's table of EfficientNet-B0 without its last layers: 3.4 million numbers, 2.3 of them up to stage 6.
     */
    @Test
    void theArchitecturesHaveTheBlocksThatTheirScalingSays() {
        assertThat(BackboneArchitecture.EFFICIENTNET_LITE0.blocks()).hasSize(16);
        assertThat(BackboneArchitecture.EFFICIENTNET_LITE1.blocks()).hasSize(21);
        assertThat(BackboneArchitecture.EFFICIENTNET_LITE2.blocks()).hasSize(21);
        assertThat(BackboneArchitecture.EFFICIENTNET_LITE0.features()).isEqualTo(2 * (40 + 80 + 112 + 192));
        assertThat(BackboneArchitecture.EFFICIENTNET_LITE2.features()).isEqualTo(2 * (48 + 88 + 120 + 208));
    }

    @Test
    void theSameWeightsAreTheSameNetworkInEitherForm() {
        var file = new PyTorchFile(40L << 20);

        BackboneWeights legacy = BackboneWeights.of(file.read(StateDictionaries.legacy(arrays)));
        BackboneWeights zip = BackboneWeights.of(file.read(StateDictionaries.zip(arrays)));

        assertThat(legacy.architecture()).isEqualTo(BackboneArchitecture.EFFICIENTNET_LITE0);
        assertThat(legacy.sha256()).isEqualTo(zip.sha256());
        assertThat(BackboneWeights.of(StateDictionaries.lite0(2)).sha256()).isNotEqualTo(zip.sha256());
    }

    @Test
    void anotherNetworkIsRefusedWithWhatDiffersFromTheNearest() {
        arrays.remove("_blocks.3._project_conv.weight");
        arrays.put("_bn0.bias", new WeightTensor(List.of(16), new float[16]));
        arrays.put("_blocks.3._se_reduce.weight", new WeightTensor(List.of(1), new float[1]));

        assertThatThrownBy(() -> BackboneWeights.of(arrays))
                .isInstanceOf(InvalidBackboneException.class)
                .hasMessageContaining("nearest is efficientnet-lite0")
                .hasMessageContaining("1 are missing: _blocks.3._project_conv.weight")
                .hasMessageContaining("1 have another shape: _bn0.bias [16] instead of [32]")
                .hasMessageContaining("1 are unknown: _blocks.3._se_reduce.weight");
        assertThatThrownBy(() -> BackboneWeights.of(Map.of())).hasMessageContaining("are missing");
    }

    @Test
    void aNumberThatIsNotFiniteIsRefusedByItsArray() {
        array("_blocks.5._bn1.bias")[3] = Float.NaN;
        assertThatThrownBy(() -> BackboneWeights.of(arrays))
                .hasMessageContaining("_blocks.5._bn1.bias has a value that is not finite: NaN");
        array("_blocks.5._bn1.bias")[3] = 0;
        array("_conv_stem.weight")[0] = Float.POSITIVE_INFINITY;
        assertThatThrownBy(() -> BackboneWeights.of(arrays)).hasMessageContaining("_conv_stem.weight has a value");
        array("_conv_stem.weight")[0] = 0;
        array("_bn0.running_var")[0] = -1;
        assertThatThrownBy(() -> BackboneWeights.of(arrays)).hasMessageContaining("below 0");
    }

    private float[] array(String name) {
        return java.util.Objects.requireNonNull(arrays.get(name)).values();
    }

    @Test
    void aNameStaysWithItsNetworkAndOtherBytesAreNoticed() {
        var objects = new InMemoryObjectStore();
        var store = new BackboneStore(objects);
        BackboneWeights weights = BackboneWeights.of(arrays);
        Backbone added = store.add(backbone("lite0", weights), weights);

        assertThat(store.add(backbone("lite0", weights), weights)).isEqualTo(added);
        assertThat(store.all()).containsExactly(added);
        assertThat(store.weights(added).sha256()).isEqualTo(added.sha256());
        BackboneWeights others = BackboneWeights.of(StateDictionaries.lite0(2));
        assertThatThrownBy(() -> store.add(backbone("lite0", others), others))
                .hasMessageContaining("the name lite0 is another network's");

        objects.put(Bucket.BACKBONES, "weights/" + added.sha256() + ".npz", others.npz(), "x");
        assertThatThrownBy(() -> store.weights(added))
                .hasMessageContaining("have other bytes than when they were added");
    }

    @Test
    void addingTheSameAgainPutsWeightsThatAreDamagedOrGone() {
        var objects = new InMemoryObjectStore();
        var store = new BackboneStore(objects);
        BackboneWeights weights = BackboneWeights.of(arrays);
        Backbone added = store.add(backbone("lite0", weights), weights);
        String key = "weights/" + added.sha256() + ".npz";

        objects.put(Bucket.BACKBONES, key, new byte[] {1}, "x");
        store.add(backbone("lite0", weights), weights);
        assertThat(store.weights(added).sha256()).isEqualTo(added.sha256());

        objects.delete(Bucket.BACKBONES, key);
        store.add(backbone("lite0", weights), weights);
        assertThat(store.weights(added).sha256()).isEqualTo(added.sha256());
    }

    @Test
    void ofTwoThatTakeOneNameAtOnceOneIsRefused() {
        BackboneWeights weights = BackboneWeights.of(arrays);
        BackboneWeights others = BackboneWeights.of(StateDictionaries.lite0(2));
        var objects = new InMemoryObjectStore();
        var store = new BackboneStore(objects);
        objects.beforeNextPut(() -> store.add(backbone("lite0", others), others));
        assertThatThrownBy(() -> store.add(backbone("lite0", weights), weights))
                .hasMessageContaining("another network's");
        assertThat(store.find("lite0"))
                .hasValueSatisfying(kept -> assertThat(kept.sha256()).isEqualTo(others.sha256()));

        assertThat(objects.list(Bucket.BACKBONES, "claimed/")).isEmpty();
    }

    @Test
    void whoMeetsAnotherThatIsBeingAddedUnderItsNameGivesUp() {
        BackboneWeights weights = BackboneWeights.of(arrays);
        BackboneWeights others = BackboneWeights.of(StateDictionaries.lite0(2));
        var refused = new AtomicReference<String>();
        var objects = new InMemoryObjectStore() {
            @Override
            public void put(Bucket bucket, String key, byte[] bytes, String contentType) {
                super.put(bucket, key, bytes, contentType);
                if (key.startsWith("weights/") && refused.get() == null) {
                    assertThatThrownBy(() -> new BackboneStore(this).add(backbone("lite0", others), others))
                            .satisfies(thrown -> refused.set(thrown.getMessage()));
                }
            }
        };

        Backbone kept = new BackboneStore(objects).add(backbone("lite0", weights), weights);

        assertThat(refused.get())
                .contains("another network is being added as lite0 at this moment; where none is, delete"
                        + " backbones/claimed/lite0/" + kept.sha256());
        assertThat(new BackboneStore(objects).all()).containsExactly(kept);
        assertThat(objects.list(Bucket.BACKBONES, "claimed/")).isEmpty();
    }

    @Test
    void theSameGraphFedOtherwiseIsAnotherNetwork() {
        var store = new BackboneStore(new InMemoryObjectStore());
        var imported =
                new SavedModelReader.Imported(new ImportedGraph(null, 8, PixelRange.ZERO_TO_ONE), new byte[] {1}, 1);
        var otherwise =
                new SavedModelReader.Imported(new ImportedGraph(null, 8, PixelRange.ZERO_TO_255), new byte[] {1}, 1);
        Backbone added = store.add(Backbone.of("g", imported, "x", "x", Instant.EPOCH), imported);

        assertThat(store.find("g")).contains(added);
        assertThat(store.content(added)).containsExactly(1);
        assertThat(added.words()).startsWith("g (SavedModel fed 0..1, sha256 ");
        assertThatThrownBy(() -> store.add(Backbone.of("g", otherwise, "x", "x", Instant.EPOCH), otherwise))
                .hasMessageContaining("another network's, SavedModel fed 0..1");
        assertThat(added.kind().view()).isNotEqualTo(otherwise.graph().view());
    }

    @Test
    void oneThatCannotBeReadHidesNoOther() {
        var objects = new InMemoryObjectStore();
        var store = new BackboneStore(objects);
        BackboneWeights weights = BackboneWeights.of(arrays);
        Backbone added = store.add(backbone("lite0", weights), weights);
        objects.put(Bucket.BACKBONES, "named/damaged.json", new byte[] {'{'}, "x");
        objects.put(Bucket.BACKBONES, "named/A b.json", EventCodec.write(added), "x");
        objects.put(Bucket.BACKBONES, "named/renamed.json", EventCodec.write(added), "x");

        assertThat(store.all()).containsExactly(added);
        assertThat(store.unreadable())
                .extracting(BackboneStore.Unreadable::name)
                .containsExactly("A b", "damaged", "renamed");
        assertThatThrownBy(() -> store.find("renamed"))
                .isInstanceOf(InvalidBackboneException.class)
                .hasMessageContaining("it is said to be lite0; delete backbones/named/renamed.json");
    }

    private static Backbone backbone(String name, BackboneWeights weights) {
        return Backbone.of(name, weights, "Apache-2.0", "a test", Instant.parse("2026-11-30T12:00:00Z"));
    }

    @Test
    void nameLicenceAndInputRangeAreChecked() {
        BackboneWeights weights = BackboneWeights.of(arrays);

        assertThatThrownBy(() -> backbone("only", weights)).hasMessageContaining("not be \"only\"");
        assertThatThrownBy(() -> backbone("../x", weights)).hasMessageContaining("must match");
        assertThatThrownBy(() -> Backbone.of("a", weights, " ", "x", Instant.EPOCH))
                .hasMessageContaining("licence");
        assertThatThrownBy(() -> new Backbone("a", weights.sha256(), null, null, "x", "x", 1, Instant.EPOCH))
                .hasMessageContaining("either an architecture or a graph");
        var graph = new ImportedGraph(224, 1280, PixelRange.IMAGENET);
        assertThatThrownBy(() ->
                        new Backbone("a", weights.sha256(), weights.architecture(), graph, "x", "x", 1, Instant.EPOCH))
                .hasMessageContaining("either an architecture or a graph");
        assertThatThrownBy(() -> new ImportedGraph(331, 4032, PixelRange.IMAGENET))
                .hasMessageContaining("331 pixels");
        assertThatThrownBy(() -> new ImportedGraph(null, 4097, PixelRange.IMAGENET))
                .hasMessageContaining("1 to 4096");
        assertThatThrownBy(() -> PixelRange.named("0-1")).hasMessageContaining("0..1, -1..1, 0..255, imagenet");
    }
}
