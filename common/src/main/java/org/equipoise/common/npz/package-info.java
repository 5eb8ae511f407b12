/** NumPy's npz container, so that anyone can open packs and shards. */
@NullMarked
package org.equipoise.common.npz;

import org.jspecify.annotations.NullMarked;
