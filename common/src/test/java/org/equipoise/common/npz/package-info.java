/** What is promised of NumPy files, against files that NumPy wrote. */
@NullMarked
package org.equipoise.common.npz;

import org.jspecify.annotations.NullMarked;
