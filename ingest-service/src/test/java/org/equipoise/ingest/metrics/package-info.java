/** The names that dashboards rely on. */
@NullMarked
package org.equipoise.ingest.metrics;

import org.jspecify.annotations.NullMarked;
