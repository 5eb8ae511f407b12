/** What a network consists of and costs, before anything is built. */
@NullMarked
package org.equipoise.trainer.network;

import org.jspecify.annotations.NullMarked;
