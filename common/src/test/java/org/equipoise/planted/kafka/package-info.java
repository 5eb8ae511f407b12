/** Stands for an adapter package. */
@NullMarked
package org.equipoise.planted.kafka;

import org.jspecify.annotations.NullMarked;
