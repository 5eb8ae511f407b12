/** Files that people bring, and the one that a diagnosis is made from. */
@NullMarked
package org.equipoise.diagnosis.files;

import org.jspecify.annotations.NullMarked;
