package org.equipoise.planted.feature;

import jakarta.inject.Inject;

import org.jspecify.annotations.Nullable;

/** Cannot be made without a container. */
public final class HasFieldInjection {

    @Inject
    @Nullable Clean clean;
}
