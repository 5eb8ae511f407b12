package org.equipoise.planted.kafka;

/** An adapter that the core must not know. */
public final class PlantedAdapter {}
