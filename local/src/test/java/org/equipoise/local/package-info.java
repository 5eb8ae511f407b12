/** What holds for the whole module. */
@NullMarked
package org.equipoise.local;

import org.jspecify.annotations.NullMarked;
