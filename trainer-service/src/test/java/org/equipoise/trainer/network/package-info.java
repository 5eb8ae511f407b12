/** The network's size against numbers worked out by hand. */
@NullMarked
package org.equipoise.trainer.network;

import org.jspecify.annotations.NullMarked;
