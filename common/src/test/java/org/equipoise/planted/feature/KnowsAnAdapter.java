package org.equipoise.planted.feature;

import org.equipoise.planted.kafka.PlantedAdapter;

/** The arrow points the wrong way. */
public record KnowsAnAdapter(PlantedAdapter adapter) {}
