/** The service against a real broker and a real object store. */
@NullMarked
package org.equipoise.augment.kafka;

import org.jspecify.annotations.NullMarked;
