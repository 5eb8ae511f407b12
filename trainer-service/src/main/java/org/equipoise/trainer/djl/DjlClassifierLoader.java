package org.equipoise.trainer.djl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import ai.djl.MalformedModelException;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.translate.Translator;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.MissingObjectException;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.common.storage.StorageException;
import org.equipoise.trainer.classifier.ClassProbabilities;
import org.equipoise.trainer.classifier.Classifier;
import org.equipoise.trainer.classifier.ClassifierLoader;
import org.equipoise.trainer.classifier.ImageBatch;
import org.equipoise.trainer.classifier.UnusableModelException;
import org.equipoise.trainer.diagnosis.FedModels;
import org.equipoise.trainer.outside.ServingFormat;
import org.equipoise.trainer.outside.ServingFormats;
import org.equipoise.trainer.registry.InvalidModelException;
import org.equipoise.trainer.registry.ModelObjects;
import org.equipoise.trainer.tensorflow.Devices;
import org.equipoise.trainer.tensorflow.NativeLibrary;
import org.tensorflow.proto.ConfigProto;

/** Loads versions from the bucket {@code models} into DJL's TensorFlow engine. Thread-safe. */
public final class DjlClassifierLoader implements ClassifierLoader, FedModels {

    private final ObjectStore objects;
    private final Path scratch;
    private final ConfigProto session;
    private final boolean ownThreads;

    /**
     * @param scratch folder for unpacked models; made when missing
     * @param session thread settings, the ones training uses
     */
    public DjlClassifierLoader(ObjectStore objects, Path scratch, ConfigProto session) {
        this(objects, scratch, session, LoneImage.sessionsHaveOwnThreads(System.getenv()));
    }

    /** @param ownThreads whether a session may be given other threads than the first one of the process */
    DjlClassifierLoader(ObjectStore objects, Path scratch, ConfigProto session, boolean ownThreads) {
        this.objects = objects;
        this.scratch = scratch;
        this.session = session;
        this.ownThreads = ownThreads;
    }

    @Override
    public Classifier load(Champion champion) {
        byte[] zip = zip(champion);
        NativeLibrary.load();
        SavedModelFolder folder;
        try {
            folder = SavedModelFolder.unzip(zip, scratch);
        } catch (IllegalArgumentException e) {
            throw new UnusableModelException(String.valueOf(e.getMessage()), e);
        }
        try {
            return load(folder, champion);
        } catch (StorageException e) {
            folder.close();
            throw e;
        } catch (IOException
                | ModelNotFoundException
                | MalformedModelException
                | MalformedEventException
                | RuntimeException e) {
            folder.close();
            throw new UnusableModelException(
                    champion.artifactKey() + " cannot be loaded: "
                            + e.getClass().getSimpleName() + ": " + e.getMessage(),
                    e);
        }
    }

    /** Single images have a session of their own only where the CPU computes: a GPU's memory is not taken twice. */
    private DjlClassifier load(SavedModelFolder folder, Champion champion)
            throws IOException, ModelNotFoundException, MalformedModelException, MalformedEventException {
        Path root = folder.path();
        int classes = champion.labelSet().size();
        int atOnce = BatchBound.images(root, champion.input());
        Optional<ServingFormat> outside = new ServingFormats(objects).of(champion.artifactKey());
        var batches = criteria(root, classes, outside, session).loadModel();
        if (!ownThreads
                || outside.isPresent()
                || !LoneImage.isSmall(root, champion.input())
                || Devices.accelerator(session).isPresent()) {
            return new DjlClassifier(folder, batches, null, atOnce);
        }
        try {
            var loneImages =
                    criteria(root, classes, outside, LoneImage.session(session)).loadModel();
            return new DjlClassifier(folder, batches, loneImages, atOnce);
        } catch (IOException | ModelNotFoundException | MalformedModelException | RuntimeException e) {
            batches.close();
            throw e;
        }
    }

    @Override
    public FedModel feed(Champion version) {
        try {
            ServingFormat.Output output = new ServingFormats(objects)
                    .of(version.artifactKey())
                    .map(ServingFormat::output)
                    .orElse(ServingFormat.Output.SOFTMAX);
            return AskedSavedModel.open(
                    zip(version), version.labelSet().size(), version.input(), output, scratch, session);
        } catch (InvalidModelException | MalformedEventException e) {
            throw new UnusableModelException(version.artifactKey() + " cannot be asked: " + e.getMessage(), e);
        }
    }

    /** A version of somebody else's may be announced to be watched only: there is nothing to load, now or later. */
    private byte[] zip(Champion champion) {
        String key = ModelObjects.savedModelKey(champion.artifactKey());
        if (!ObjectKeys.isPossible(key)) {
            throw new UnusableModelException("no object models/" + key + ": that is no key of an object", null);
        }
        try {
            return objects.require(Bucket.MODELS, key);
        } catch (MissingObjectException e) {
            throw new UnusableModelException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Criteria<ImageBatch, ClassProbabilities> criteria(
            Path folder, int classes, Optional<ServingFormat> outside, ConfigProto threads) {
        var criteria = Criteria.builder()
                .setTypes(ImageBatch.class, ClassProbabilities.class)
                .optEngine("TensorFlow")
                .optModelPath(folder)
                .optOption("ConfigProto", java.util.Base64.getEncoder().encodeToString(threads.toByteArray()));
        outside.map(ServingFormat::signature)
                .filter(signature -> !signature.equals(ServingFormat.DEFAULT_SIGNATURE))
                .ifPresent(signature -> criteria.optOption("SignatureDefKey", signature));
        return criteria.optTranslator(outside.<Translator<ImageBatch, ClassProbabilities>>map(
                                format -> new FormatTranslator(classes, format))
                        .orElseGet(() -> new BatchTranslator(classes)))
                .build();
    }
}
