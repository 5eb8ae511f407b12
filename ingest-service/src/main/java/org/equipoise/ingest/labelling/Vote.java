package org.equipoise.ingest.labelling;

import java.time.Instant;

/** What one annotator says an image shows, and since when. */
public record Vote(String label, Instant submittedAt) {}
