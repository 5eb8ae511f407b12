/** The service between real topics. */
@NullMarked
package org.equipoise.trainer.kafka;

import org.jspecify.annotations.NullMarked;
