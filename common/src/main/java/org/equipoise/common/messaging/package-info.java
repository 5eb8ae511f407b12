/** Topic names, JSON, CloudEvents headers, dead letters: what every producer and consumer agrees on. */
@NullMarked
package org.equipoise.common.messaging;

import org.jspecify.annotations.NullMarked;
