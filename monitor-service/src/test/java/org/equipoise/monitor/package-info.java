/** Tests of the whole module: its architecture and its rule files. */
@NullMarked
package org.equipoise.monitor;

import org.jspecify.annotations.NullMarked;
