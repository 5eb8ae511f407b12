package org.equipoise.augment.packs;

import java.io.IOException;
import java.nio.file.Path;

import org.equipoise.common.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * The folder for training splits cannot be read or written: as with an object store that is away, it is tried again.
 */
final class CacheFolderException extends StorageException {

    private static final long serialVersionUID = 1;

    CacheFolderException(Path where, IOException why) {
        this(where, why.toString(), why);
    }

    CacheFolderException(Path where, String why, @Nullable Exception cause) {
        super(where + " of equipoise.augment.packs.cache-folder cannot be used: " + why, cause);
    }
}
