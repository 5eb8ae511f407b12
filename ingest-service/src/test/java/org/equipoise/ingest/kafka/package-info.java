/** The topology on the test driver. */
@NullMarked
package org.equipoise.ingest.kafka;

import org.jspecify.annotations.NullMarked;
