/** Which images several readers are asked to read without seeing each other's labels, and how far they are. */
@NullMarked
package org.equipoise.ingest.readings;

import org.jspecify.annotations.NullMarked;
