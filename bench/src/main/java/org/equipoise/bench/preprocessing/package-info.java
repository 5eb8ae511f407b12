/** How often the search for a model's preprocessing finds the one that a network of Keras was trained with. */
@NullMarked
package org.equipoise.bench.preprocessing;

import org.jspecify.annotations.NullMarked;
